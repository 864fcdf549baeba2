export { golden } from './golden.js'
export { scenario } from './scenario.js'

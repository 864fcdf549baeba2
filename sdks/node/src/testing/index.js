export { golden } from './golden.js'
export { scenario } from './scenario.js'
export { world } from './world.js'

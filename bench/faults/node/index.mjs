// The services of ../java, with the same names, handlers and events: the checks are the same, too.
export * from './registers.mjs'
export * from './bank.mjs'

/** The longest piece of what a caller sent that is shown to them again. */
const SHOWN = 40

/** A value that does not fit its schema: where, as a JSON pointer, and why. */
export class Fault extends Error {
  constructor(detail) {
    super(detail)
    this.detail = detail
    this.pointer = ''
  }

  /** The same fault, seen from the object or list around it. */
  under(segment) {
    const escaped = String(segment).replaceAll('~', '~0').replaceAll('/', '~1')
    this.pointer = `/${escaped}${this.pointer}`
    this.message = `${this.pointer}: ${this.detail}`
    return this
  }
}

/** The fault of finding something else than expected. */
export function mismatch(expected, value) {
  return new Fault(`expected ${expected}, got ${got(value)}`)
}

export function shown(token) {
  return token.length <= SHOWN ? token : `${token.slice(0, SHOWN)}…`
}

function got(value) {
  if (value === undefined) return 'nothing'
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (typeof value === 'string') return shown(`"${value}"`)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Date) return 'a Date (write date.toISOString())'
  if (typeof value === 'object') return isPlain(value) ? 'an object' : `a ${value.constructor?.name}`
  return `a ${typeof value}`
}

/**
 * Whether a value is what JSON calls an object. Instances of classes are not: they would come back
 * from the journal without their class. An object of another realm is one all the same.
 */
export function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

import { Fault, isPlain, mismatch } from './fault.js'
import { Word } from './word.js'

const NO_ELEMENTS = Object.freeze([])
const NO_ENTRIES = Object.freeze({})

/** A list of values of one word. */
export class ListWord extends Word {
  constructor(element) {
    super('array')
    this.element = element
  }

  get plain() {
    return this.element.plain
  }

  read(value, strict) {
    if (!Array.isArray(value)) throw mismatch(this.expected, value)
    let result = value
    for (let i = 0; i < value.length; i++) {
      const read = under(i, this.element, value[i], strict)
      if (read !== value[i]) {
        if (result === value) result = [...value]
        result[i] = read
      }
    }
    return result
  }

  write(value) {
    return this.plain ? value : value.map(element => this.element.write(element))
  }

  absent() {
    return NO_ELEMENTS
  }

  schema(strict) {
    return { type: 'array', items: this.element.schema(strict) }
  }

  check(pointer, report) {
    this.element.check(`${pointer}/0`, report)
  }
}

/** An object whose names are data: text to values of one word. */
export class MapWord extends Word {
  constructor(value) {
    super('object')
    this.value = value
  }

  get plain() {
    return this.value.plain
  }

  read(value, strict) {
    if (!isPlain(value)) throw mismatch(this.expected, value)
    let result = value
    for (const name in value) {
      const read = under(name, this.value, value[name], strict)
      if (read !== value[name]) {
        if (result === value) result = { ...value }
        put(result, name, read)
      }
    }
    return result
  }

  write(value) {
    if (this.plain) return value
    const written = {}
    for (const name in value) put(written, name, this.value.write(value[name]))
    return written
  }

  absent() {
    return NO_ENTRIES
  }

  schema(strict) {
    return { type: 'object', additionalProperties: this.value.schema(strict) }
  }

  check(pointer, report) {
    this.value.check(`${pointer}/*`, report)
  }
}

function under(segment, word, value, strict) {
  try {
    return word.read(value, strict)
  } catch (fault) {
    throw fault instanceof Fault ? fault.under(segment) : fault
  }
}

/** Names of a map come from callers, and an assignment to __proto__ would not be an entry. */
function put(object, name, value) {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true })
  } else {
    object[name] = value
  }
}

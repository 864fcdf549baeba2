import { Fault, mismatch } from './fault.js'
import { Word } from './word.js'

class Int extends Word {
  constructor() {
    super('integer')
  }

  read(value) {
    if (Number.isSafeInteger(value)) return value
    if (Number.isInteger(value)) {
      // Beyond these a double skips integers, so what would be kept is not what was sent.
      const most = Number.MAX_SAFE_INTEGER
      throw new Fault(`expected integer from ${-most} to ${most}, got ${value}`)
    }
    throw mismatch(this.expected, value)
  }

  zero() {
    return 0
  }

  schema() {
    return { type: 'integer', format: 'int64' }
  }
}

class Real extends Word {
  constructor() {
    super('number')
  }

  read(value) {
    if (typeof value !== 'number') throw mismatch(this.expected, value)
    if (!Number.isFinite(value)) throw new Fault(`${value} has no JSON form`)
    return value
  }

  zero() {
    return 0
  }

  schema() {
    return { type: 'number', format: 'double' }
  }
}

class Text extends Word {
  constructor() {
    super('string')
  }

  read(value) {
    if (typeof value !== 'string') throw mismatch(this.expected, value)
    return value
  }

  zero() {
    return ''
  }

  schema() {
    return { type: 'string' }
  }
}

class Bool extends Word {
  constructor() {
    super('boolean')
  }

  read(value) {
    if (typeof value !== 'boolean') throw mismatch(this.expected, value)
    return value
  }

  zero() {
    return false
  }

  schema() {
    return { type: 'boolean' }
  }
}

export const int = new Int()
export const number = new Real()
export const text = new Text()
export const bool = new Bool()

import { Fault, isPlain, mismatch } from './fault.js'
import { Word } from './word.js'

const NAME = /^[a-zA-Z][a-zA-Z0-9_]*$/

/** An object with the fields of a table: `{ sku: text, quantity: int }`. */
export class ObjectWord extends Word {
  constructor(fields) {
    super('object')
    /** Names to words; a Map, so that no name of Object.prototype is mistaken for a field. */
    this.fields = new Map(fields)
    this.untouched = [...this.fields.values()].every(word => word.plain && !isOptional(word))
  }

  get plain() {
    return this.untouched
  }

  read(value, strict) {
    if (!isPlain(value)) throw mismatch(this.expected, value)
    let at = ''
    let result = value
    let seen = 0
    let unknown = false
    try {
      for (const name in value) {
        at = name
        const word = this.fields.get(name)
        if (word === undefined) {
          if (strict) throw new Fault(this.#unknown())
          unknown = true
          continue
        }
        const given = value[name]
        if (given === undefined) continue // An author's way to leave a field out.
        const read = word.read(given, strict)
        seen++
        if (read !== given) {
          if (result === value) result = { ...value }
          result[name] = read
        }
      }
      if (seen < this.fields.size) {
        if (result === value) result = { ...value }
        for (const [name, word] of this.fields) {
          if (Object.hasOwn(result, name) && result[name] !== undefined) continue
          at = name
          const absent = word.absent()
          if (absent === undefined) throw mismatch(word.expected, undefined)
          result[name] = absent
        }
      }
    } catch (fault) {
      throw fault instanceof Fault ? fault.under(at) : fault
    }
    return unknown ? this.#known(result) : result
  }

  #unknown() {
    const names = [...this.fields.keys()]
    return names.length === 0
      ? 'unknown field: there are none'
      : `unknown field: there are ${names.join(', ')}`
  }

  #known(value) {
    const known = {}
    for (const name of this.fields.keys()) known[name] = value[name]
    return known
  }

  write(value) {
    if (this.untouched) return value
    const written = {}
    for (const [name, word] of this.fields) {
      const held = value[name]
      if (held === null && isOptional(word)) continue
      written[name] = word.write(held)
    }
    return written
  }

  zero() {
    const zero = {}
    for (const [name, word] of this.fields) zero[name] = word.zero()
    return zero
  }

  schema(strict, before = {}) {
    const properties = { ...before }
    const required = Object.keys(before)
    for (const [name, word] of this.fields) {
      properties[name] = (isOptional(word) ? word.value : word).schema(strict)
      if (word.absent() === undefined) required.push(name)
    }
    const schema = { type: 'object', properties }
    if (required.length > 0) schema.required = required
    if (strict) schema.additionalProperties = false
    return schema
  }

  check(pointer, report) {
    for (const [name, word] of this.fields) {
      const at = `${pointer}/${name}`
      if (!NAME.test(name)) report(at, `the name "${name}"; a field is a camelCase word`)
      word.check(at, report)
    }
  }
}

/** Left out of objects when it is nothing; by its mark, since words know each other in a circle. */
function isOptional(word) {
  return word.omits === true
}

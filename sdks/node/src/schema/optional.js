import { Word } from './word.js'

/** A value or `null`; as a field it is left out of JSON when it is null. */
export class OptionalWord extends Word {
  constructor(value) {
    super(value.expected)
    this.value = value
  }

  /** The mark by which an object knows that it may leave this out. */
  get omits() {
    return true
  }

  get plain() {
    return this.value.plain
  }

  read(value, strict) {
    return value === null ? null : this.value.read(value, strict)
  }

  write(value) {
    return value === null ? null : this.value.write(value)
  }

  absent() {
    return null
  }

  schema(strict) {
    return { anyOf: [this.value.schema(strict), { type: 'null' }] }
  }

  check(pointer, report) {
    this.value.check(pointer, report)
  }
}

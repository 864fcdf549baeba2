/**
 * One word of a schema: how a value of it is read, written and described.
 *
 * `read` gives the canonical value and never changes what it was given: what has to differ is
 * copied. `strict` is for arguments and for what authors write; in what was journaled, unknown
 * fields are ignored, for an older or newer version may have written them.
 */
export class Word {
  constructor(expected) {
    this.expected = expected
  }

  /** The canonical value, or a Fault. */
  read(_value, _strict) {
    throw new Error(`${this.constructor.name} reads nothing`)
  }

  /** What JSON.stringify is given for a canonical value. */
  write(value) {
    return value
  }

  /** Whether `write` changes nothing, so that whoever holds such values need not look at them. */
  get plain() {
    return true
  }

  /** What stands for a field that is not there; undefined if it has to be. */
  absent() {
    return undefined
  }

  /** The value of a state before its first event; undefined if only its author can say. */
  zero() {
    return this.absent()
  }

  /** JSON Schema (2020-12) as plain objects. */
  schema(_strict) {
    return {}
  }

  /** Reports everything below this word that is no schema. */
  check(_pointer, _report) {}
}

import { Fault, isPlain, mismatch } from './fault.js'
import { Word } from './word.js'

const TAG = 'type'

/** One of several texts: `oneOf('small', 'large')`. */
export class TextChoice extends Word {
  constructor(texts) {
    super(`one of ${texts.join(', ')}`)
    this.texts = texts
  }

  read(value) {
    if (!this.texts.includes(value)) throw mismatch(this.expected, value)
    return value
  }

  zero() {
    return this.texts[0]
  }

  schema() {
    return { type: 'string', enum: [...this.texts] }
  }
}

/**
 * One of several objects, told apart by one more field, `type`:
 * `oneOf({ Circle: { radius: number }, Square: { side: number } })`.
 */
export class ObjectChoice extends Word {
  constructor(variants) {
    super('object')
    this.variants = new Map(variants)
    this.names = `one of ${[...this.variants.keys()].join(', ')}`
  }

  get plain() {
    return [...this.variants.values()].every(variant => variant.plain)
  }

  read(value, strict) {
    if (!isPlain(value)) throw mismatch(this.expected, value)
    const { [TAG]: tag, ...fields } = value
    const variant = this.variants.get(tag)
    if (variant === undefined) throw mismatch(this.names, tag).under(TAG)
    return { [TAG]: tag, ...variant.read(fields, strict) }
  }

  write(value) {
    const { [TAG]: tag, ...fields } = value
    return { [TAG]: tag, ...this.variants.get(tag).write(fields) }
  }

  schema(strict) {
    const variants = [...this.variants].map(([tag, variant]) =>
      variant.schema(strict, { [TAG]: { const: tag } }))
    return { oneOf: variants, discriminator: { propertyName: TAG } }
  }

  check(pointer, report) {
    for (const [tag, variant] of this.variants) {
      const at = `${pointer}/${tag}`
      if (variant.fields === undefined) report(at, 'a oneOf of what are no objects')
      else if (variant.fields.has(TAG)) report(at, 'a field named type, which says which one it is')
      variant.check(at, report)
    }
  }
}

/** Stands where there is no schema, so that loading can tell of all such places at once. */
export class NoWord extends Word {
  constructor(shown) {
    super('a schema')
    this.shown = shown
  }

  read() {
    throw new Fault(`${this.shown} is no schema`)
  }

  check(pointer, report) {
    report(pointer, this.shown)
  }
}

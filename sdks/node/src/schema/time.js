import { mismatch } from './fault.js'
import { Word } from './word.js'

const FORM = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/**
 * The time as text in one form, `2026-01-31T10:00:00.000Z`: always UTC and three digits, so that
 * `<` and `===` compare times. What is finer than a millisecond is cut off, as everywhere in
 * JavaScript. Undefined if it is no time.
 */
export function canonicalTime(text) {
  const parts = FORM.exec(text)
  if (parts === null) return undefined
  const [, year, month, day] = parts
  // Date.parse takes the 30th of February for the 2nd of March.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined
  const millis = Date.parse(text)
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString()
}

class Time extends Word {
  constructor() {
    super('date-time')
  }

  read(value) {
    const time = typeof value === 'string' ? canonicalTime(value) : undefined
    if (time === undefined) throw mismatch(this.expected, value)
    return time
  }

  zero() {
    return '1970-01-01T00:00:00.000Z'
  }

  schema() {
    return { type: 'string', format: 'date-time' }
  }
}

export const time = new Time()

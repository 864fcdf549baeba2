import { wordOf } from './schema/words.js'

const types = new WeakMap()

/**
 * A type of event. What it gives makes events of this type: `ItemAdded({ line })` is
 * `{ type: 'ItemAdded', line }`, as plain data.
 *
 * @param type the name in the journal, for ever
 * @param fields what such an event says
 * @param options `version`, and `upcast`: for each older version a function from its fields to
 *   today's, or to a list of today's events
 */
export function event(type, fields = {}, { version = 1, upcast = {} } = {}) {
  const make = values => ({ type, ...values })
  Object.defineProperty(make, 'name', { value: type })
  types.set(make, { type, version, upcast, word: wordOf(fields) })
  return make
}

/** What `event` was told when it made this; undefined if it did not. */
export function eventType(make) {
  return types.get(make)
}

import { HandlerFailed, threw } from '../failed.js'
import { Fault } from '../schema/fault.js'
import { deepFreeze } from './freeze.js'

const IN_PLACE = 'Copy it: the old state must stay.'

/** One type of event of one service: how it is journaled, read again, and what it does. */
export class EventBinding {
  constructor({ type, version, upcast, word }, fold, who) {
    this.type = type
    this.version = version
    this.word = word
    this.upcasts = new Map(Object.entries(upcast).map(([older, turn]) => [Number(older), turn]))
    this.fold = fold
    this.who = who
  }

  /** The fields of an event of today as they will be read again, or a Fault. */
  canonical(fields) {
    return this.word.read(fields, true)
  }

  /** The fields as they are journaled. */
  written(fields) {
    return { type: this.type, version: this.version, data: this.word.write(fields) }
  }

  /**
   * What a journaled event says today: pairs of a type and its fields. Of another type only after
   * an upcast that says so.
   */
  read(version, data) {
    if (version === this.version) return [[this.type, this.word.read(data, false)]]
    const turn = this.upcasts.get(version)
    if (turn === undefined) {
      const olders = [...this.upcasts.keys()].map(older => ` and ${older}`).join('')
      throw new HandlerFailed(`event ${this.type} version ${version} is not known to this version` +
        ` of the service; it reads ${this.version}${olders}.`)
    }
    const today = this.#upcast(turn, version, data)
    return Array.isArray(today)
      ? today.map(({ type, ...fields }) => [type, fields])
      : [[this.type, today]]
  }

  #upcast(turn, version, data) {
    try {
      return turn(data)
    } catch (thrown) {
      throw threw(`the upcast of ${this.type} version ${version}`, thrown, IN_PLACE)
    }
  }

  /** The state after this event, frozen: it is kept, and changed in place it would be no truth. */
  apply(state, fields) {
    let next
    try {
      next = this.fold(state, fields)
    } catch (thrown) {
      throw threw(this.who, thrown, IN_PLACE)
    }
    if (next === undefined || next === null || typeof next.then === 'function') {
      const what = next?.then === undefined ? `${next}` : 'a promise'
      throw new HandlerFailed(`${this.who} returned ${what}. Return the next state.`)
    }
    return deepFreeze(next)
  }

  /** A fault of this event's fields, in the words of whoever met it. */
  static told(fault, before) {
    return fault instanceof Fault ? new HandlerFailed(`${before}${fault.message}`, fault) : fault
  }
}

import { Call } from './call.js'

const NO_ACTIONS = Object.freeze([])
const NO_CHANGE = Object.freeze({ kind: 'none' })

/**
 * What a handler decided, as plain data: nothing of it has happened when the handler returns, all
 * of it has once the commit is on disk. It either rejects, and then holds nothing else, or replies.
 * Every method returns a new effect.
 */
export class Effect {
  constructor(change, answer, rejection, actions) {
    this.change = change
    this.answer = answer
    this.rejection = rejection
    this.actions = actions
  }

  /** Makes a call once this is committed. The other service sees it effectively once. */
  send(call) {
    return this.with({ kind: 'send', call: commanding(call) })
  }

  /** Publishes to a topic: `publish(topic, payload)`, or with a key in between. */
  publish(topic, ...rest) {
    const [key, payload] = rest.length > 1 ? rest : [undefined, rest[0]]
    return this.with({ kind: 'publish', topic, key, payload })
  }

  /** Makes a call later: after a time, or at one. The name is to cancel or replace it. */
  schedule(timer, when, call) {
    return this.with({ kind: 'schedule', timer, when, call: commanding(call) })
  }

  /** Forgets a timer. */
  cancel(timer) {
    return this.with({ kind: 'cancel', timer })
  }

  with(action) {
    if (this.rejection !== undefined) {
      throw new TypeError(
        'A rejection writes nothing, so nothing can be sent, published or scheduled with it.')
    }
    return new this.constructor(this.change, this.answer, undefined, [...this.actions, action])
  }
}

/** An effect that changes the state: its only reply is a function of the state after the change. */
export class Change extends Effect {
  reply(ofState) {
    if (typeof ofState !== 'function') {
      throw new TypeError(
        'After a change, reply takes a function of the new state: reply(next => next.value).')
    }
    return new Effect(this.change, { ofState }, undefined, this.actions)
  }
}

/** Journals events, in order. */
export function persist(...events) {
  return new Change({ kind: 'persist', events }, undefined, undefined, NO_ACTIONS)
}

/** Replaces the state of a value. */
export function save(next) {
  return new Change({ kind: 'save', next }, undefined, undefined, NO_ACTIONS)
}

/** Puts a value back to its state before the first change. */
export function clear() {
  return new Change({ kind: 'clear' }, undefined, undefined, NO_ACTIONS)
}

/** Answers and changes nothing. */
export function reply(value = null) {
  return new Effect(NO_CHANGE, { value }, undefined, NO_ACTIONS)
}

/** Refuses: nothing is written. The code is one of the service's `problems`. */
export function reject(code, detail) {
  return new Effect(NO_CHANGE, undefined, { code, detail }, NO_ACTIONS)
}

function commanding(call) {
  if (!(call instanceof Call)) {
    throw new TypeError(`${call} is no call. Write command(service, id, 'handler', argument).`)
  }
  if (call.isQuery) {
    throw new TypeError(`A query is asked with context.call; only a command can be sent: ${call}`)
  }
  return call
}

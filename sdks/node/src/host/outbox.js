import { HandlerFailed } from '../failed.js'
import { canonicalTime } from '../schema/time.js'
import { isKey, isServiceName } from '../service/names.js'

const DELAY = /^(\d{1,9})(ms|s|m|h|d)$/
const MILLIS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Beyond this, a hundred years, a timer is a mistake in the arithmetic. */
const LONGEST_DELAY = 36_525 * MILLIS.d
const MOST_ACTIONS = 1000

/**
 * Turns what a handler wants done beside the state into the wire's `sends`, `publishes` and
 * `timers`. What cannot be done is the handler's failure, named before anything is written.
 */
export class Outbox {
  constructor(calls) {
    this.calls = calls
  }

  /** The parts of an answer; none of them where there is nothing to do. */
  of(handler, actions) {
    if (actions.length === 0) return undefined
    const who = handler.who
    if (handler.service.kind === 'stateless') throw notStateless(who, actions[0])
    if (actions.length > MOST_ACTIONS) {
      throw new HandlerFailed(`${who} sends, publishes and schedules ${actions.length} things in` +
        ` one effect; ${MOST_ACTIONS} are allowed. Do the rest in a command that it sends itself.`)
    }
    const parts = {}
    for (const action of actions) {
      const [list, part] = this.#part(handler, action)
      ;(parts[list] ??= []).push(part)
    }
    return parts
  }

  #part(handler, action) {
    switch (action.kind) {
      case 'send':
        return ['sends', this.#call(handler, 'sends', action.call)]
      case 'publish':
        return ['publishes', publication(handler.who, action)]
      case 'schedule':
        return ['timers', {
          name: timerName(handler.who, action.timer),
          ...due(handler.who, action),
          call: this.#call(handler, 'schedules', action.call),
        }]
      case 'cancel':
        return ['timers', { name: timerName(handler.who, action.timer), cancel: true }]
      default:
        throw new Error(`an action of the kind ${action.kind}`)
    }
  }

  #call(handler, verb, call) {
    const who = `${handler.who} ${verb}`
    const wire = this.calls.wire(who, call)
    if (call.back !== undefined) {
      wire.otherwise = this.calls.back(who, handler.service.name, call.back)
    }
    return wire
  }
}

function publication(who, { topic, key, payload }) {
  if (!isServiceName(topic)) {
    throw new HandlerFailed(`${who} publishes to "${topic}". A topic is lower case words joined by` +
      ' hyphens, at most 64 characters.')
  }
  if (key !== undefined && !isKey(key)) {
    throw new HandlerFailed(`${who} publishes to ${topic} with the key "${key}". A key has 1 to` +
      ' 200 characters, none of them a control character.')
  }
  if (payload === undefined) {
    throw new HandlerFailed(`${who} publishes nothing to ${topic}. Write publish(topic, payload).`)
  }
  return { topic, key, payload }
}

function timerName(who, name) {
  if (!isKey(name)) {
    throw new HandlerFailed(`${who} names a timer "${name}". A timer's name has 1 to 200` +
      ' characters, none of them a control character.')
  }
  return name
}

/** When a timer is due: `{ after }` in milliseconds, or `{ at }` a time. */
export function due(who, { timer, when }) {
  const at = when instanceof Date ? when.toISOString() : canonicalTime(String(when))
  if (at !== undefined) return { at }
  const parts = DELAY.exec(when)
  const after = parts === null ? when : Number(parts[1]) * MILLIS[parts[2]]
  if (!Number.isFinite(after) || after < 0 || after > LONGEST_DELAY) {
    throw new HandlerFailed(`${who} schedules ${timer} after ${when}. A delay is milliseconds or` +
      ' text such as "30m", not negative and at most 100 years; or write a time.')
  }
  return { after: Math.round(after) }
}

function notStateless(who, { kind }) {
  const what = { send: 'a send', publish: 'a message', schedule: 'a timer', cancel: 'that' }[kind]
  return new HandlerFailed(`${who} uses ${kind}: nothing of a stateless service is written, so` +
    ` ${what} could be lost. Let an entity ${kind} it.`)
}

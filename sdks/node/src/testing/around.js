import { Context } from '../host/context.js'
import { Calls } from '../host/calls.js'
import { Rejected } from '../rejected.js'
import { canonicalTime } from '../schema/time.js'

/** A moment that tells nothing by accident, at which time stands still until a test moves it. */
export const START = '2026-01-31T10:00:00.000Z'
export const PATIENCE_MILLIS = 10_000

/** All that is around an instance in a scenario: the time, the caller, and who answers what. */
export class Around {
  #calls
  #now = START
  #caller
  #answers = []

  constructor(service) {
    this.#calls = new Calls(new Map([[service.name, service]]))
  }

  at(time) {
    const now = canonicalTime(time instanceof Date ? time.toISOString() : time)
    if (now === undefined) throw new TypeError(`${time} is no time`)
    this.#now = now
  }

  as(name, roles) {
    this.#caller = { kind: 'user', name, roles }
  }

  answer(call, reply) {
    const answer = { call: this.#calls.wire('answering', call) }
    if (reply instanceof Rejected) {
      const { service, code, status, detail } = reply
      answer.problem = { service, code, status, detail }
    } else {
      answer.reply = reply
    }
    // The latest one counts, and answers are searched from the first.
    this.#answers.unshift(answer)
  }

  context(id, sequence) {
    return new Context(this.#calls, {
      id,
      sequence,
      now: this.#now,
      deadline: new Date(Date.parse(this.#now) + PATIENCE_MILLIS).toISOString(),
      caller: this.#caller,
      answers: [...this.#answers],
    })
  }
}

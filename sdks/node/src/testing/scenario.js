import { AssertionError } from 'node:assert'
import { inspect, isDeepStrictEqual } from 'node:util'
import { command, query } from '../call.js'
import { serviceOf } from '../service/bind.js'
import { Around } from './around.js'
import { Instance } from './instance.js'
import { actionsOf } from './actions.js'

const ID = 'test'

/** One instance of a service in its empty state, moved by hand. */
export function scenario(definition) {
  return new Scenario(serviceOf(definition))
}

/**
 * Given events, when a command, then what it did. Its id is `test`, and time stands still until
 * `at` moves it. A command that is accepted changes the state for the next one.
 *
 * Every step is made at once, unless a handler is asynchronous; then this step and all after it are
 * made when the scenario is awaited, which it therefore has to be.
 */
class Scenario {
  #instance
  #around
  #ran
  #last
  #waiting

  constructor(service) {
    this.#instance = new Instance(service)
    this.#around = new Around(service)
  }

  /** Events that have happened; for a value the states it was given. */
  given(...events) {
    return this.#step(() => events.forEach(event => this.#instance.given(event)))
  }

  /** The time from now on. */
  at(time) {
    return this.#step(() => this.#around.at(time))
  }

  /** Who calls from now on: a user with these roles. */
  as(user, ...roles) {
    return this.#step(() => this.#around.as(user, roles))
  }

  /** What `context.call` gives for this call; a Rejected is thrown. */
  answering(call, reply = null) {
    return this.#step(() => this.#around.answer(call, reply))
  }

  /** Runs a command. */
  when(handler, argument) {
    return this.#run(command(this.#instance.definition, ID, handler, argument))
  }

  /** Asks a query. */
  ask(handler, argument) {
    return this.#run(query(this.#instance.definition, ID, handler, argument))
  }

  #run(call) {
    return this.#step(() => {
      const context = this.#around.context(ID, this.#instance.sequence)
      const ran = this.#instance.run(call, context)
      const commit = done => {
        this.#instance.commit(done)
        this.#ran = done
        this.#last = call
      }
      return ran instanceof Promise ? ran.then(commit) : commit(ran)
    })
  }

  /** It journaled exactly these events in this order; none if there are none. */
  persisted(...events) {
    return this.#accepted(ran => {
      this.#demand('persisted', events.map(event => this.#instance.expected(event)), ran.events)
    })
  }

  /** It published this, among other things: `published(topic, payload)`, or a key in between. */
  published(topic, ...rest) {
    const [key, payload] = rest.length > 1 ? rest : [undefined, rest[0]]
    return this.#acted({ kind: 'publish', topic, key, payload })
  }

  /** It sent this call, among other things. */
  sent(call) {
    return this.#acted({ kind: 'send', call })
  }

  /** It set this timer, among other things. */
  scheduled(timer, when, call) {
    return this.#acted({ kind: 'schedule', timer, when, call })
  }

  /** It cancelled this timer, among other things. */
  cancelled(timer) {
    return this.#acted({ kind: 'cancel', timer })
  }

  #acted(action) {
    return this.#accepted(ran => {
      const [expected] = actionsOf([action])
      const did = actionsOf(ran.actions)
      if (!did.some(one => isDeepStrictEqual(one, expected))) this.#fail('did', expected, did)
    })
  }

  /** It replied this; nothing if there is nothing. */
  replied(reply = null) {
    return this.#accepted(ran => this.#demand('replied', reply, ran.reply))
  }

  /** It rejected with the problem of this code, and so wrote nothing. */
  rejected(code) {
    return this.#step(() => {
      if (this.#ran?.problem === undefined) {
        this.#fail('was not rejected but did', code, this.#ran)
      }
      this.#demand('rejected with', code, this.#ran.problem.code)
    })
  }

  /** The state is this now; without one it is given. */
  state(...expected) {
    if (expected.length === 0) return this.#instance.state
    return this.#step(() => this.#demand('led to', expected[0], this.#instance.state))
  }

  /** Goes on with the same instance; only there to be read. */
  and() {
    return this
  }

  /** Makes the steps that waited for an asynchronous handler. */
  then(resolve, reject) {
    return (this.#waiting ?? Promise.resolve()).then(() => resolve?.(), reject)
  }

  #step(make) {
    if (this.#waiting === undefined) {
      const made = make()
      if (made instanceof Promise) this.#waiting = made
    } else {
      this.#waiting = this.#waiting.then(make)
    }
    return this
  }

  #accepted(check) {
    return this.#step(() => {
      if (this.#ran === undefined) throw new Error("Nothing ran yet. Write .when('…') before.")
      const { problem } = this.#ran
      if (problem !== undefined) {
        throw new AssertionError({
          message: `${this.#last} was rejected: ${problem.code}: ${problem.detail}`,
          stackStartFn: this.#accepted,
        })
      }
      check(this.#ran)
    })
  }

  #demand(verb, expected, actual) {
    if (!isDeepStrictEqual(actual, expected)) this.#fail(verb, expected, actual)
  }

  #fail(verb, expected, actual) {
    throw new AssertionError({
      message: `${this.#last} ${verb} ${inspect(actual)}, expected ${inspect(expected)}`,
      actual,
      expected,
      operator: 'deepStrictEqual',
    })
  }
}

import { inspect, isDeepStrictEqual } from 'node:util'
import { Context } from '../host/context.js'
import { HandlerFailed } from '../failed.js'
import { Fault } from '../schema/fault.js'
import { deepFreeze } from '../service/freeze.js'

/**
 * One instance of a service, run by hand. Each step is checked for what would go wrong only later:
 * values that do not survive JSON, a state changed in place, an `apply` that is not pure.
 */
export class Instance {
  #service
  state
  sequence = 0

  constructor(service) {
    this.#service = service
    this.state = service.empty
  }

  get definition() {
    return this.#service.definition
  }

  /** Makes what a command came to the truth. */
  commit({ events, actions, next }) {
    if (events === undefined) return
    if (events.length > 0 || actions.length > 0) this.sequence++
    this.state = next
  }

  /** Folds an event of the past. */
  given(event) {
    const { type, ...fields } = this.#asEvent(event)
    const binding = this.#service.events.get(type)
    if (binding === undefined) throw new Error(`${type} is no event of ${this.#service.name}.`)
    const journaled = this.#fits(`The event ${type}`, () => binding.written(binding.canonical(fields)))
    this.state = this.#after(this.state, journaled)
    this.sequence++
  }

  /** Of a value, a state stands for the event that saved it. */
  #asEvent(event) {
    return this.#service.kind === 'value' ? { ...event, type: 'Saved' } : event
  }

  /** An event as a test expects it, in the form in which it will be found. */
  expected(event) {
    const { type, ...fields } = this.#asEvent(event)
    const binding = this.#service.events.get(type)
    return binding === undefined ? event : { type, ...this.#canonical(binding, fields) }
  }

  #canonical(binding, fields) {
    return this.#fits(`The event ${binding.type}`, () => binding.canonical(fields))
  }

  /** Runs a handler; a promise if it is asynchronous. */
  run(call, context) {
    const service = this.#service
    const handler = service.handlers.get(call.handler)
    if (handler === undefined) throw new Error(`${service.name} has no handler ${call.handler}.`)
    const argument = this.#received(handler, call.argument)
    let returned
    try {
      returned = handler.run(this.state, argument, context)
    } catch (thrown) {
      return service.thrown(handler, thrown)
    }
    if (typeof returned?.then !== 'function') {
      demandAnswered(context)
      return this.#checked(handler, service.outcome(handler, this.state, returned))
    }
    return this.#settled(handler, Promise.resolve(returned), context)
  }

  #settled(handler, returned, context) {
    const unanswered = new Promise((_, reject) => Context.onNeed(context, () => {
      try {
        demandAnswered(context)
      } catch (fault) {
        reject(fault)
      }
    }))
    const service = this.#service
    const done = returned.then(
      value => this.#checked(handler, service.outcome(handler, this.state, value)),
      thrown => service.thrown(handler, thrown))
    return Promise.race([unanswered, done])
  }

  /** The argument as it would arrive. */
  #received(handler, given) {
    const what = `The argument of ${handler.who}`
    return this.#fits(what, () => {
      const received = handler.readArgument(roundTrip(what, given ?? null))
      if (received !== undefined) demandSame(what, handler.readArgument(given), received)
      return deepFreeze(received)
    })
  }

  #checked(handler, outcome) {
    if (outcome.reply !== undefined) {
      const what = `The reply of ${handler.who}`
      demandSame(what, outcome.reply, roundTrip(what, outcome.reply))
    }
    if (outcome.events === undefined) return { reply: null, ...outcome }
    let next = this.state
    for (const journaled of outcome.events) next = this.#after(next, journaled)
    if (outcome.events.length > 0 && !isDeepStrictEqual(outcome.next, next)) {
      throw notPure(this.#service, outcome.events.at(-1).type, outcome.next, next)
    }
    const events = outcome.events.map(({ type, data }) =>
      ({ type, ...this.#service.events.get(type).word.read(data, false) }))
    return { ...outcome, events, next: deepFreeze(next) }
  }

  #after(state, journaled) {
    const read = () => this.#service.fold(state, JSON.parse(JSON.stringify(journaled)))
    const next = read()
    const again = read()
    if (!isDeepStrictEqual(next, again)) throw notPure(this.#service, journaled.type, next, again)
    const what = `The state of ${this.#service.name}`
    const written = this.#service.writeState(next)
    demandSame(what, next, this.#service.readState(roundTrip(what, written)))
    return deepFreeze(next)
  }

  #fits(what, make) {
    try {
      return make()
    } catch (fault) {
      throw fault instanceof Fault ? new HandlerFailed(`${what} does not fit: ${fault.message}`) : fault
    }
  }
}

/** A handler made calls that nobody answers; whoever can, answers them and runs it again. */
export class Unanswered extends Error {
  /** @param needs the calls in their wire form */
  constructor(needs) {
    const [{ service, id, handler, argument }] = needs
    super(`Nobody answers ${service}/${id}.${handler}(${JSON.stringify(argument)}). Add` +
      ' .answering(call, reply).')
    this.needs = needs
  }
}

function demandAnswered(context) {
  const needs = Context.needs(context)
  if (needs.length > 0) throw new Unanswered(needs)
}

function notPure(service, type, next, again) {
  return new Error(`${service.name}.apply is not pure: applied twice, ${type} leads to` +
    ` ${inspect(next)} and to ${inspect(again)}.`)
}

function roundTrip(what, value) {
  let json
  try {
    json = JSON.stringify(value)
  } catch (fault) {
    throw new Error(`${what} has no JSON form: ${fault.message}`)
  }
  if (json === undefined) throw new Error(`${what} has no JSON form: ${inspect(value)}`)
  return JSON.parse(json)
}

function demandSame(what, value, received) {
  if (!isDeepStrictEqual(value, received)) {
    throw new Error(`${what} does not survive JSON: ${inspect(value)} comes back as` +
      ` ${inspect(received)}.`)
  }
}

import { Fault } from '../schema/fault.js'
import { bind } from '../service/bind.js'
import { describe } from '../service/describe.js'
import { deepFreeze } from '../service/freeze.js'
import { HandlerFailed } from '../failed.js'
import { Calls } from './calls.js'
import { Context } from './context.js'
import { Outbox } from './outbox.js'
import { BadRequest, NotHere } from './refusals.js'
import { States } from './states.js'

const PROTOCOL = 1
export const SDK = 'node/0.1.0'

/**
 * Answers the three requests of the function protocol for some services, as plain objects; how they
 * come and go is not its concern. It keeps states it was sent, but no truth.
 */
export class Host {
  #services
  #calls
  #outbox
  #states
  #dev

  /**
   * @param options `states`, the bounds of the kept states, or nothing to keep none; `dev`, whether
   *   each new state is checked against its schema, which reads all of it
   */
  constructor(definitions, { states, dev = false } = {}) {
    const services = bind(definitions)
    this.#services = new Map(services.map(service => [service.name, service]))
    this.#calls = new Calls(this.#services)
    this.#outbox = new Outbox(this.#calls)
    this.#states = states === undefined ? undefined : new States(states)
    this.#dev = dev
  }

  /** The names of the services, in the order of the alphabet. */
  get names() {
    return [...this.#services.keys()].sort()
  }

  discover() {
    return {
      protocol: PROTOCOL,
      sdk: SDK,
      keepsStates: this.#states !== undefined,
      services: this.names.map(name => describe(this.#services.get(name))),
    }
  }

  /** The answer, or a promise of it if the handler is asynchronous. */
  decide(request) {
    const service = this.#service(request)
    if (typeof request.id !== 'string' || typeof request.handler !== 'string') {
      throw new BadRequest('id or handler is missing')
    }
    const handler = service.handlers.get(request.handler)
    if (handler === undefined) {
      const detail = `${service.name} has no handler ${request.handler}.`
      return { problem: { code: 'unknown-handler', status: 404, detail } }
    }
    const state = this.#state(service, request)
    if (state === undefined) return { missing: 'state' }
    let argument
    try {
      argument = handler.readArgument(request.argument)
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      const { pointer, detail } = fault
      return { problem: { code: 'invalid-argument', status: 400, pointer, detail } }
    }
    const run = { service, handler, state, request, context: new Context(this.#calls, request) }
    return this.#run(run, argument)
  }

  #service(request) {
    if (typeof request !== 'object' || request === null || typeof request.service !== 'string') {
      throw new BadRequest('the body names no service')
    }
    const service = this.#services.get(request.service)
    if (service === undefined) throw new NotHere(`there is no service ${request.service} here`)
    return service
  }

  /** The state that a request is about; undefined if it is to be sent. */
  #state(service, request) {
    if (service.kind === 'stateless') return service.empty
    const given = request.state
    if (typeof given !== 'object' || given === null) throw new BadRequest('the state is missing')
    const instance = `${request.service}/${request.id}`
    if (given.value === undefined) return this.#states?.get(instance, given.token)
    const state = this.#ours(service, given.value)
    if (typeof given.token === 'string') this.#states?.put(instance, given.token, state)
    return state
  }

  #ours(service, value) {
    try {
      return deepFreeze(service.readState(value))
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      throw new HandlerFailed(`a state of ${service.name} does not fit: ${fault.message}`, fault)
    }
  }

  #run(run, argument) {
    const { service, handler, state, context } = run
    let returned
    try {
      returned = handler.run(state, argument, context)
    } catch (thrown) {
      return this.#ended(run, () => service.thrown(handler, thrown))
    }
    if (typeof returned?.then !== 'function') {
      return this.#ended(run, () => service.outcome(handler, state, returned))
    }
    return new Promise((resolve, reject) => {
      // A handler that waits for an answer never returns. All calls that it makes until it has
      // nothing else to do go together.
      Context.onNeed(context, () => setImmediate(() => resolve({ needs: Context.needs(context) })))
      Promise.resolve(returned)
        .then(
          value => this.#ended(run, () => service.outcome(handler, state, value)),
          thrown => this.#ended(run, () => service.thrown(handler, thrown)))
        .then(resolve, reject)
    })
  }

  /** A run that left a call unanswered decided nothing, whatever it returned or threw. */
  #ended(run, outcome) {
    const needs = Context.needs(run.context)
    return needs.length > 0 ? { needs } : this.#answer(run, outcome())
  }

  #answer({ service, handler, state, request }, outcome) {
    if (outcome.events === undefined) return outcome
    const { reply, events, next, actions } = outcome
    const answer = { events: events.length === 0 ? undefined : events, reply }
    const outbox = this.#outbox.of(handler, actions)
    if (outbox !== undefined) Object.assign(answer, outbox)
    if (service.kind === 'stateless') return answer
    if (this.#dev) service.writeState(next)
    if (request.wants?.includes('state')) answer.state = service.writeState(next)
    if (request.next !== undefined) this.#keep(request, state, next, events)
    return answer
  }

  #keep(request, state, next, events) {
    if (this.#states === undefined) return
    const instance = `${request.service}/${request.id}`
    const former = next === state ? request.state.token : undefined
    this.#states.put(instance, request.next, next, events, former)
  }

  fold(request) {
    const service = this.#service(request)
    if (service.kind === 'stateless') throw new BadRequest(`${service.name} has no state`)
    if (!Array.isArray(request.instances)) throw new BadRequest('the body has no instances')
    return { instances: request.instances.map(instance => this.#folded(service, instance)) }
  }

  #folded(service, instance) {
    const { state: given, events } = instance ?? {}
    if (!Array.isArray(events) || !events.every(isEvent)) {
      throw new BadRequest('an instance has no events')
    }
    let at // Nowhere while it is a state that does not fit, before or after all events.
    try {
      let state = this.#ours(service, given ?? null)
      for (at = 0; at < events.length; at++) state = service.fold(state, events[at])
      at = undefined
      return { state: service.writeState(state) }
    } catch (failed) {
      if (!(failed instanceof HandlerFailed)) throw failed
      if (at === undefined) return { error: failed.message }
      return { error: `${events[at].type} ${events[at].version}: ${failed.message}`, at }
    }
  }
}

function isEvent(event) {
  return typeof event?.type === 'string'
}

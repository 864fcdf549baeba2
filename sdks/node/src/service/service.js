import { HandlerFailed, threw } from '../failed.js'
import { Effect } from '../effect.js'
import { Rejected } from '../rejected.js'
import { Fault } from '../schema/fault.js'
import { EventBinding } from './event-binding.js'

/** What stands for the state where there is none, so that handlers look alike in all kinds. */
const NO_STATE = Object.freeze({})

/**
 * One service, ready to be asked. It keeps nothing: a command is a function of a state, a state a
 * function of events.
 */
export class Service {
  constructor(definition) {
    this.definition = definition
    this.kind = definition.kind
    this.name = definition.name
    this.state = undefined
    this.empty = NO_STATE
    this.problems = new Map()
    this.events = new Map()
    this.handlers = new Map()
  }

  /**
   * What a handler came to: `{ problem }`, `{ nothing }`, or
   * `{ reply, events, next, actions }` with the events as they are journaled.
   */
  outcome(handler, state, returned) {
    return handler.kind === 'query'
      ? this.#answered(handler, returned)
      : this.#decided(handler, state, returned)
  }

  /** What is told of a handler that threw: a rejection that it did not catch is its own. */
  thrown(handler, thrown) {
    if (thrown instanceof Rejected) {
      const { service, code, status, detail } = thrown
      return { problem: { service, code, status, detail } }
    }
    throw threw(handler.who, thrown, 'Persist an event instead; copy what it needs.')
  }

  #answered(handler, answer) {
    if (answer instanceof Effect) {
      throw new HandlerFailed(`${handler.who} is a query but returns an effect: a query cannot` +
        ' change anything. Return the answer itself, or make it a command.')
    }
    return answer === undefined || answer === null ? { nothing: true } : { reply: answer }
  }

  #decided(handler, state, effect) {
    if (!(effect instanceof Effect)) {
      throw new HandlerFailed(`${handler.who} returned ${effect} instead of an effect. Return` +
        ' persist(…), reply(…) or reject(…).')
    }
    if (effect.rejection !== undefined) return { problem: this.#problem(handler, effect.rejection) }
    const events = []
    let next = state
    for (const [binding, fields] of this.#changes(handler, effect.change)) {
      events.push(binding.written(fields))
      next = binding.apply(next, fields)
    }
    return { reply: this.#reply(handler, effect.answer, next), events, next, actions: effect.actions }
  }

  #problem(handler, { code, detail }) {
    const problem = this.problems.get(code)
    if (problem === undefined) {
      throw new HandlerFailed(`${handler.who} rejects with "${code}", which is none of its` +
        ` problems: ${[...this.problems.keys()].join(', ')}. Add it to problems.`)
    }
    return detail === undefined ? problem : { ...problem, detail }
  }

  /** The events by which an effect changes the state, with their fields as they will be read. */
  #changes(handler, change) {
    switch (change.kind) {
      case 'persist':
        if (this.kind !== 'entity') throw this.#wrongChange(handler, 'persist')
        return change.events.map(event => {
          const { type, ...fields } = event ?? {}
          return this.#canonical(handler, type ?? event, fields)
        })
      case 'save':
        if (this.kind !== 'value') throw this.#wrongChange(handler, 'save')
        return [this.#canonical(handler, 'Saved', change.next)]
      case 'clear':
        if (this.kind !== 'value') throw this.#wrongChange(handler, 'clear')
        return [[this.events.get('Cleared'), {}]]
      default:
        return []
    }
  }

  #wrongChange(handler, word) {
    const instead = { entity: 'persist', value: 'save or clear', stateless: 'reply' }[this.kind]
    return new HandlerFailed(`${handler.who} uses ${word}, but ${this.name} is of the kind` +
      ` ${this.kind}. Use ${instead}.`)
  }

  #canonical(handler, type, fields) {
    const binding = this.events.get(type)
    if (binding === undefined) {
      throw new HandlerFailed(`${handler.who} persists ${type}, which is no event of` +
        ` ${this.name}. Add it to events.`)
    }
    try {
      return [binding, binding.canonical(fields)]
    } catch (fault) {
      throw EventBinding.told(fault, `${handler.who} persists ${type}, but `)
    }
  }

  #reply(handler, answer, next) {
    if (answer === undefined) return null
    let reply
    try {
      reply = answer.ofState === undefined ? answer.value : answer.ofState(next)
    } catch (thrown) {
      throw threw(`the reply of ${handler.who}`, thrown, 'Copy it: the state must stay.')
    }
    if (typeof reply?.then === 'function') {
      throw new HandlerFailed(`${handler.who} replies with a promise. Await it first.`)
    }
    return reply ?? null
  }

  /** The state after one journaled event, of whatever version. */
  fold(state, { type, version, data }) {
    const binding = this.events.get(type)
    if (binding === undefined) {
      throw new HandlerFailed(`event ${type} is not known to this version of the service.`)
    }
    let next = state
    for (const [today, fields] of this.#read(binding, version, data)) {
      next = today.apply(next, fields)
    }
    return next
  }

  #read(binding, version, data) {
    try {
      return binding.read(version, data).map(([type, fields]) => {
        const today = this.events.get(type)
        if (today === undefined) {
          throw new HandlerFailed(`the upcast of ${binding.type} version ${version} gives ${type},` +
            ` which is no event of ${this.name}.`)
        }
        return [today, version === binding.version ? fields : today.canonical(fields)]
      })
    } catch (fault) {
      throw EventBinding.told(fault, '')
    }
  }

  /** A state as it was sent. */
  readState(value) {
    return value === null ? this.empty : this.state.read(value, false)
  }

  /** A state as it is sent; what it holds beside its schema would be lost, so that is a failure. */
  writeState(state) {
    try {
      return this.state.write(this.state.read(state, true))
    } catch (fault) {
      throw fault instanceof Fault
        ? new HandlerFailed(`${this.name} has a state that does not fit: ${fault.message}.`, fault)
        : fault
    }
  }
}

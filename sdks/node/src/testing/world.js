import { Calls } from '../host/calls.js'
import { Context } from '../host/context.js'
import { due, Outbox } from '../host/outbox.js'
import { Rejected } from '../rejected.js'
import { bind } from '../service/bind.js'
import { PATIENCE_MILLIS, START } from './around.js'
import { Instance, Unanswered } from './instance.js'
import { MessageFilter, receiverId } from './message-filter.js'
import { random } from './random.js'

/** One try in so many is lost before its commit, if there is a seed. */
const LOST_OF = 4

/** Several services in memory that talk as they would on the platform. */
export function world(...definitions) {
  return new World(definitions)
}

/**
 * Durable sends with their way back, topics, timers and calls; a clock only the test moves. Every
 * call of the test ends when nothing is left to be delivered. No calendar runs: a test calls what
 * has a schedule itself.
 */
class World {
  #services
  #calls
  #outbox
  #instances = new Map()
  #ways = new Map()
  #timers = new Map()
  #calling = []
  #now = Date.parse(START)
  #caller
  #below = () => 0
  #seeded = false
  parked = []

  constructor(definitions) {
    this.#services = new Map(bind(definitions).map(service => [service.name, service]))
    this.#calls = new Calls(this.#services)
    this.#outbox = new Outbox(this.#calls)
  }

  /** Lets messages of different senders overtake each other, and handlers be tried twice. */
  seed(seed) {
    this.#below = random(seed)
    this.#seeded = true
    return this
  }

  /** Who calls from now on: a user with these roles. */
  as(name, ...roles) {
    this.#caller = { kind: 'user', name, roles }
    return this
  }

  /** Calls a handler, then delivers everything that comes of it; a rejection is thrown. */
  async call(call) {
    const { reply, problem } = await this.#answer(this.#calls.wire('the test calls', call))
    await this.#deliver()
    await this.#fire(this.#now)
    if (problem === undefined) return reply
    throw new Rejected(problem.service, problem.code, problem.status, problem.detail)
  }

  /** Lets time pass, "30m" or milliseconds; timers fire on their way, each at its time. */
  async advance(time) {
    const end = this.#now + due('the test', { timer: 'the clock', when: time }).after
    await this.#fire(end)
    this.#now = end
  }

  state(definition, id) {
    return this.#instance({ service: definition.name, id }).state
  }

  /** What a call comes to, as the protocol's `answers` have it. */
  async #answer(call) {
    const { reply, problem } = await this.#run(call)
    return problem === undefined
      ? { call, reply }
      : { call, problem: { service: call.service, ...problem } }
  }

  async #run(call) {
    const address = addressOf(call)
    if (this.#calling.includes(address)) {
      throw new Error(`${address}.${call.handler} would wait for itself.`)
    }
    const instance = this.#instance(call)
    const answers = []
    this.#calling.push(address)
    let ran
    try {
      ran = await this.#tried(instance, call, answers)
      const lost = this.#seeded && answers.length === 0 && this.#below(LOST_OF) === 0
      if (lost) ran = await this.#tried(instance, call, answers)
    } finally {
      this.#calling.pop()
    }
    instance.commit(ran)
    if (ran.actions?.length > 0) this.#perform(call, ran.actions)
    return ran
  }

  /** As on the platform, a handler runs from its beginning whenever there is another answer. */
  async #tried(instance, call, answers) {
    for (;;) {
      try {
        return await instance.run(call, this.#context(call.id, instance.sequence, answers))
      } catch (unanswered) {
        if (!(unanswered instanceof Unanswered)) throw unanswered
        for (const need of unanswered.needs) answers.push(await this.#answer(need))
      }
    }
  }

  #context(id, sequence, answers) {
    const now = new Date(this.#now).toISOString()
    const deadline = new Date(this.#now + PATIENCE_MILLIS).toISOString()
    const caller = this.#caller
    return new Context(this.#calls, { id, sequence, now, deadline, caller, answers: [...answers] })
  }

  #instance(call) {
    const service = this.#services.get(call.service)
    if (service === undefined) throw new Error(`${call.service} is not in this world.`)
    const address = addressOf(call)
    if (!this.#instances.has(address)) this.#instances.set(address, new Instance(service))
    return this.#instances.get(address)
  }

  #perform(call, actions) {
    const { service, id } = call
    const handler = this.#services.get(service).handlers.get(call.handler)
    const { sends = [], publishes = [], timers = [] } = this.#outbox.of(handler, actions)
    const sender = { service, id }
    for (const sent of sends) this.#enqueue({ sender, call: sent, back: sent.otherwise, parks: true })
    for (const publication of publishes) this.#publish(sender, publication)
    for (const { name, cancel, after, at, call: timed } of timers) {
      const key = `${addressOf(sender)} ${name}`
      this.#timers.delete(key)
      if (cancel) continue
      const time = at === undefined ? this.#now + after : Math.max(this.#now, Date.parse(at))
      this.#timers.set(key, { time, message: { sender, call: timed, parks: true } })
    }
  }

  #publish(sender, { topic, key = sender.id, payload }) {
    const argument = JSON.parse(JSON.stringify(payload))
    for (const service of this.#services.values()) {
      for (const { name, takes, triggers } of service.handlers.values()) {
        for (const { id, filter } of triggers.filter(trigger => trigger.topic === topic)) {
          if (!new MessageFilter(filter).wants(argument)) continue
          const receiver = { service: service.name, id: receiverId(id, key, argument) }
          const call = { ...receiver, handler: name, argument: takes === undefined ? null : argument }
          this.#enqueue({ sender, call })
        }
      }
    }
  }

  #enqueue(message) {
    const way = `${addressOf(message.sender)} ${addressOf(message.call)}`
    if (!this.#ways.has(way)) this.#ways.set(way, [])
    this.#ways.get(way).push(message)
  }

  async #deliver() {
    while (this.#ways.size > 0) {
      const ways = [...this.#ways.keys()]
      const way = ways[this.#below(ways.length)]
      const messages = this.#ways.get(way)
      const message = messages.shift()
      if (messages.length === 0) this.#ways.delete(way)
      await this.#receive(message)
    }
  }

  async #receive({ sender, call, back, parks }) {
    const { problem } = await this.#run(call)
    if (problem === undefined) return
    if (back !== undefined) this.#enqueue({ sender, call: { ...sender, ...back }, parks: true })
    else if (parks) this.parked.push(call)
  }

  async #fire(end) {
    for (;;) {
      const due = [...this.#timers].filter(([, { time }]) => time <= end)
      if (due.length === 0) return
      const [key, { time, message }] = due.reduce((one, other) => (other[1].time < one[1].time ? other : one))
      this.#timers.delete(key)
      this.#now = Math.max(this.#now, time)
      this.#enqueue({ ...message, back: message.call.otherwise })
      await this.#deliver()
    }
  }
}

function addressOf({ service, id }) {
  return `${service}/${id}`
}

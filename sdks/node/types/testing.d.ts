import type { Call } from './call.js'
import type { Definition } from './define.js'
import type { When } from './effect.js'

/** One instance of a service in its empty state, moved by hand. Its id is `test`. */
export function scenario<C, Q>(service: Definition<C, Q>): Scenario<C, Q>

/** Folds a recorded journal, an event a line, and throws if this version cannot read it. */
export function golden(service: Definition, path: string): void

/** Several services in memory that talk; each call ends when nothing is left to be delivered. */
export function world(...services: Definition[]): World

export interface World {
  /** Calls that were sent, rejected, and without a way back. */
  readonly parked: readonly object[]
  /** Delivers in another order, and tries handlers twice, as this number says. */
  seed(seed: number): this
  /** Who calls from now on. */
  as(user: string, ...roles: string[]): this
  /** Calls a handler and delivers all that comes of it; rejects with a Rejected. */
  call<R = any>(call: Call): Promise<R>
  /** Lets time pass; timers fire on their way, each at its time. */
  advance(time: string | number): Promise<void>
  /** The state of an instance. */
  state(service: Definition, id: string): any
}

type Given<A> = [A] extends [undefined] ? [] : undefined extends A ? [argument?: A] : [argument: A]

/** Await it if a handler is asynchronous; then the steps from there on are made. */
export interface Scenario<C, Q> extends PromiseLike<void> {
  /** Events that have happened; for a value the states it was given. */
  given(...events: object[]): this
  /** The time from now on. */
  at(time: string | Date): this
  /** Who calls from now on. */
  as(user: string, ...roles: string[]): this
  /** What `context.call` gives for this call; a Rejected is thrown. */
  answering(call: Call, reply?: unknown): this
  /** Runs a command. */
  when<H extends keyof C & string>(handler: H, ...argument: Given<C[H]>): this
  /** Asks a query. */
  ask<H extends keyof Q & string>(handler: H, ...argument: Given<Q[H]>): this
  /** It journaled exactly these events in this order. */
  persisted(...events: object[]): this
  published(topic: string, payload: unknown): this
  published(topic: string, key: string, payload: unknown): this
  sent(call: Call): this
  scheduled(timer: string, when: When, call: Call): this
  cancelled(timer: string): this
  /** It replied this; nothing if there is nothing. */
  replied(reply?: unknown): this
  rejected(code: string): this
  /** The state is this now. */
  state(expected: object): this
  /** The state now. */
  state(): any
  and(): this
}

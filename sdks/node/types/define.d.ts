import type { Call } from './call.js'
import type { Effect, Saved } from './effect.js'
import type { Events, FieldsOf, ValueOf } from './event.js'
import type { Fields, Read, Schema, Written } from './schema.js'

/** All that a handler may know beyond its state and its argument. */
export interface Context {
  /** The id of this instance. */
  readonly id: string
  /** The time of this decision; the only clock a handler should read. */
  readonly now: string
  /** How many commits this instance has had before this one. */
  readonly sequence: number
  readonly caller: Caller
  /** When the caller stops waiting. */
  readonly deadline: string
  /**
   * Calls another service; await it. A rejection is thrown as `Rejected`. The handler runs from its
   * beginning once there is an answer, and finds it by what it asked.
   */
  call<R = any>(call: Call): Promise<R>
}

/** Who calls, as proved by a credential. */
export interface Caller {
  readonly kind: 'anonymous' | 'user' | 'service' | 'operator'
  readonly name: string
  readonly roles: readonly string[]
}

export type Rule = 'anyone' | 'user' | `role:${string}` | `service:${string}`

export interface Limits {
  /** How long a handler may take: "500ms", "10s", "2m". */
  deadline?: string
  /** How many commands may wait for one instance. */
  queue?: number
  bodyBytes?: number
}

export interface OnTopic {
  topic: string
  /** Which instance gets a message: "{city}", or a JSON pointer such as "/at/city"; else its key. */
  id?: string
  /** Which messages: "/celsius >= 30". */
  filter?: string
  /** "now", "beginning", or a time. */
  start?: string
  /** Whether later messages for an instance wait while one of them is parked. */
  waits?: boolean
}

export interface OnSchedule {
  /** Minute, hour, day of the month, month and day of the week. */
  cron: string
  /** The instance that runs it; only a stateless service does without. */
  id?: string
  zone?: string
  missed?: 'once' | 'skip' | 'all'
}

/** An argument as its handler is given it; a handler without `takes` is given undefined. */
type Argument<T> = [T] extends [Schema] ? Read<T> : undefined

interface Handled<T> {
  takes?: T
  route?: string
  allow?: Rule | readonly Rule[]
  limits?: Limits
}

type Handle<S, T, E> = (state: S, argument: Argument<T>, context: Context) => E | Promise<E>

export interface Command<S, T, E> extends Handled<T> {
  handle: Handle<S, T, E>
  onTopic?: string | OnTopic | readonly (string | OnTopic)[]
  onSchedule?: string | OnSchedule | readonly (string | OnSchedule)[]
}

export interface Query<S, T> extends Handled<T> {
  answer(state: S, argument: Argument<T>, context: Context): unknown
}

export type Problems = { readonly [code: string]: string | { status: number; detail: string } }

interface Common<S, C, Q, P, E> {
  allow?: Rule | readonly Rule[]
  limits?: Limits
  /** The reasons to refuse, with what callers are told. */
  problems?: P
  /** A function alone is a handler without an argument. */
  commands?: { [H in keyof C]: Command<S, C[H], E> | Handle<S, undefined, E> }
  queries?: { [H in keyof Q]: Query<S, Q[H]> | Handle<S, undefined, unknown> }
}

/** A service: exported from the main file of a folder, it is loaded. */
export interface Definition<C = any, Q = any> {
  readonly kind: string
  readonly name: string
  /** Only there for the types: what its handlers take. */
  readonly '~commands'?: C
  readonly '~queries'?: Q
}

/** What callers may write for the arguments of some handlers. */
type Arguments<T> = { [H in keyof T]: [T[H]] extends [Schema] ? Written<T[H]> : undefined }

export interface EntityDefinition<S, E extends Events, C, Q, P>
  extends Common<Read<S>, C, Q, P, Effect<ValueOf<E[keyof E]>, keyof P & string>> {
  state: S
  /** What differs from zeros in the state before the first event. */
  empty?: Partial<Written<S>>
  events: E
  /** What each event does to the state: pure, no clock, no chance, no input or output. */
  apply: { readonly [K in keyof E]: (state: Read<S>, event: FieldsOf<E[K]>) => Read<S> }
}

export interface ValueDefinition<S, C, Q, P>
  extends Common<Read<S>, C, Q, P, Effect<Saved<Written<S>>, keyof P & string>> {
  state: S
  empty?: Partial<Written<S>>
  version?: number
  upcast?: { readonly [version: number]: (old: any) => object }
}

export interface StatelessDefinition<C, Q, P>
  extends Common<{}, C, Q, P, Effect<never, keyof P & string>> {}

/** A service whose state is folded from events. */
export function entity<S extends Fields, E extends Events, C = {}, Q = {}, P extends Problems = {}>(
  name: string,
  definition: EntityDefinition<S, E, C, Q, P>,
): Definition<Arguments<C>, Arguments<Q>>

/** A service whose state is replaced as a whole; the platform journals each change. */
export function value<S extends Fields, C = {}, Q = {}, P extends Problems = {}>(
  name: string,
  definition: ValueDefinition<S, C, Q, P>,
): Definition<Arguments<C>, Arguments<Q>>

/** A service without state; its handlers are given an empty object in its place. */
export function stateless<C = {}, Q = {}, P extends Problems = {}>(
  name: string,
  definition: StatelessDefinition<C, Q, P>,
): Definition<Arguments<C>, Arguments<Q>>

/** Arrives with a later release; until then refused at load. */
export function workflow(name: string, definition: object): Definition
/** Arrives with a later release; until then refused at load. */
export function view(name: string, definition: object): Definition

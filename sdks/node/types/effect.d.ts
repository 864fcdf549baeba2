import type { Call } from './call.js'
import type { EventValue } from './event.js'

/** Text such as "500ms", "30s", "30m", "2h" or "7d". */
export type Delay = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`
/** A delay in milliseconds or as text; or the time itself, as text or a Date. */
export type When = number | Delay | Date | (string & {})

/**
 * What a handler decided, as data: events of `E`, or a problem of `P`. Nothing of it has happened
 * when the handler returns, all of it has once the commit is on disk.
 */
export interface Effect<E = unknown, P extends string = string> {
  readonly '~events'?: E
  readonly '~problem'?: P
  /** Makes a call once this is committed. The other service sees it effectively once. */
  send(call: Call): this
  /** Publishes to a topic, with this instance's id as the key. */
  publish(topic: string, payload: unknown): this
  /** Publishes to a topic; messages with the same key keep their order. */
  publish(topic: string, key: string, payload: unknown): this
  /** Makes a call later; the name is to cancel or replace it. */
  schedule(timer: string, when: When, call: Call): this
  /** Forgets a timer. */
  cancel(timer: string): this
}

/** An effect that changes the state: its reply is a function of the state after the change. */
export interface Change<E = unknown> extends Effect<E, never> {
  reply(ofState: (next: any) => unknown): Effect<E, never>
}

/** What a `save` holds, in the place of events. */
export interface Saved<S> {
  readonly '~saved': S
}

/** Journals events, in order. */
export function persist<const E extends readonly EventValue[]>(...events: E): Change<E[number]>
/** Replaces the state of a value. */
export function save<S>(next: S): Change<Saved<S>>
/** Puts a value back to its state before the first change. */
export function clear(): Change<Saved<never>>
/** Answers and changes nothing. */
export function reply(value?: unknown): Effect<never, never>
/** Refuses: nothing is written. Without words of its own the caller is told those of `problems`. */
export function reject<const P extends string>(problem: P, detail?: string): Effect<never, P>

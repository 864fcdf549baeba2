import type { Fields, Read, Written } from './schema.js'

/** An event as plain data. */
export interface EventValue {
  readonly type: string
}

/** A type of event; called, it makes one. */
export interface EventType<T extends string, F extends Fields> {
  (fields: Written<F>): Written<F> & { readonly type: T }
  /** Only there for the types. */
  readonly '~fields'?: F
  readonly '~type'?: T
}

export interface Events {
  readonly [name: string]: EventType<string, any>
}

/** What the fold of a type of event is given. */
export type FieldsOf<E> = E extends EventType<string, infer F> ? Read<F> : never
/** What `persist` is given. */
export type ValueOf<E> = E extends EventType<infer T, any> ? { readonly type: T } : never

export interface EventOptions {
  /** From 1; more once the fields have changed. */
  version?: number
  /** From each older version to today's fields, or to today's events that say the same together. */
  upcast?: { readonly [version: number]: (old: any) => object }
}

/**
 * A type of event.
 *
 * @param type its name in the journal, for ever
 */
export function event<const T extends string, F extends Fields = {}>(
  type: T,
  fields?: F,
  options?: EventOptions,
): EventType<T, F>

/** One word of a schema, of values that are a `T`. */
export interface Word<T> {
  /** Only there for the types. */
  readonly '~value'?: T
}

/** A word whose field may be left out of what is written: an optional, a list or a map. */
export interface AbsentWord<T> extends Word<T> {
  readonly '~absent'?: true
}

/** What may stand for a schema: a word, or a table of fields. */
export type Schema = Word<any> | Fields
export interface Fields {
  readonly [name: string]: Schema
}

/** What a schema reads: the values that handlers are given. They cannot be changed. */
export type Read<S> = '~value' extends keyof S
  ? S extends Word<infer T> ? T : never
  : ReadFields<S>
type ReadFields<S> = { readonly [K in keyof S]: Read<S[K]> }

type AbsentKeys<S> = { [K in keyof S]: '~absent' extends keyof S[K] ? K : never }[keyof S]

/** What may be written for a schema: what can be absent may be left out. */
export type Written<S> = '~value' extends keyof S
  ? S extends Word<infer T> ? T : never
  : { readonly [K in Exclude<keyof S, AbsentKeys<S>>]: Written<S[K]> } & {
      readonly [K in AbsentKeys<S>]?: Written<S[K]>
    }

/** An integer that a double holds exactly: up to 2^53 - 1. */
export const int: Word<number>
export const number: Word<number>
export const text: Word<string>
export const bool: Word<boolean>
/** A time as text, always `2026-01-31T10:00:00.000Z`, so that `<` compares times. */
export const time: Word<string>
export function list<S extends Schema>(element: S): AbsentWord<readonly Read<S>[]>
/** An object whose names are data. */
export function map<S extends Schema>(value: S): AbsentWord<{ readonly [name: string]: Read<S> }>
/** A value or `null`. */
export function optional<S extends Schema>(value: S): AbsentWord<Read<S> | null>
/** One of several texts. */
export function oneOf<const T extends readonly [string, ...string[]]>(...texts: T): Word<T[number]>
/** One of several objects, told apart by their field `type`. */
export function oneOf<V extends { readonly [tag: string]: Fields }>(
  variants: V,
): Word<{ [T in keyof V]: { readonly type: T } & ReadFields<V[T]> }[keyof V]>

import type { Definition } from './define.js'

/** One call to one handler, as data. */
export interface Call {
  readonly service: string
  readonly id: string
  readonly handler: string
  /** What the sender itself is sent back if the receiver rejects. */
  otherwise(handler: string, argument?: unknown): Call
}

/** The arguments of a handler with this argument; `undefined` if it takes none. */
type Given<A> = [A] extends [undefined] ? [] : undefined extends A ? [argument?: A] : [argument: A]

/** A call of a command; by its name if the service is written elsewhere. */
export function command(service: string, id: string, handler: string, argument?: unknown): Call
export function command<C, Q, H extends keyof C & string>(
  service: Definition<C, Q>,
  id: string,
  handler: H,
  ...argument: Given<C[H]>
): Call

/** A call of a query, for `context.call`. */
export function query(service: string, id: string, handler: string, argument?: unknown): Call
export function query<C, Q, H extends keyof Q & string>(
  service: Definition<C, Q>,
  id: string,
  handler: H,
  ...argument: Given<Q[H]>
): Call

/** What `context.call` throws when the other service rejects. */
export class Rejected extends Error {
  constructor(service: string, code: string, status?: number, detail?: string)
  readonly service: string
  readonly code: string
  readonly status: number
  readonly detail: string
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Definition } from './define.js'

/** Serves these services on HOLDFAST_SOCKET, and then until standard input ends; else on HOST and PORT. */
export function serve(...definitions: Definition[]): Server

/** One function for any HTTP server and for AWS Lambda. */
export function handler(...definitions: Definition[]): Handler

export interface Handler {
  (request: IncomingMessage, response: ServerResponse): void
  (event: { path: string; body?: unknown }, context?: unknown): Promise<{ status: number; body: unknown }>
}

/** Loading failed; lists every fault of all services at once. */
export class InvalidService extends Error {
  readonly faults: readonly string[]
}

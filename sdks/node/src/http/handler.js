import { Host } from '../host/host.js'
import { answer, written } from './answering.js'
import { listener } from './listener.js'
import { Signature } from './signature.js'

/** Names the definitions of a handler, so that a folder may export it instead of them. */
export const DEFINITIONS = Symbol('holdfast.definitions')

/**
 * One function for these services that fits any HTTP server, called with (request, response), and
 * AWS Lambda, called with an event `{ path, body }`. It keeps no states between requests, since the
 * next one may reach another process.
 */
export function handler(...definitions) {
  const host = new Host(definitions, { dev: process.env.HOLDFAST_DEV === '1' })
  const secret = process.env.HOLDFAST_SECRET
  const listen = listener(host, secret === undefined ? undefined : new Signature(secret))
  const handle = (request, response) =>
    typeof response?.writeHead === 'function' ? listen(request, response) : invoked(host, request)
  handle[DEFINITIONS] = definitions
  return handle
}

/** The event comes from AWS, which has checked who sends it, so that there is no signature. */
async function invoked(host, { path, body }) {
  const { status, text } = written(await answer(host, String(path), body))
  return { status, body: JSON.parse(text) }
}

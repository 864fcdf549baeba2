import { lstatSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { Host } from '../host/host.js'
import { listener } from './listener.js'
import { Signature } from './signature.js'

const USUAL_HOST = '127.0.0.1'
const USUAL_PORT = 9080
const USUAL_STATES = 10_000
const USUAL_STATE_BYTES = 64 * 1024 * 1024

/**
 * Serves these services: on the Unix socket HOLDFAST_SOCKET, and then until standard input ends;
 * else on HOST and PORT. Gives the server of node:http.
 *
 * @throws InvalidService with all faults of all services
 */
export function serve(...definitions) {
  const { env } = process
  const host = new Host(definitions, {
    dev: env.HOLDFAST_DEV === '1',
    states: {
      most: count(env, 'HOLDFAST_STATES', USUAL_STATES),
      mostBytes: count(env, 'HOLDFAST_STATE_BYTES', USUAL_STATE_BYTES),
    },
  })
  const secret = env.HOLDFAST_SECRET
  const server = createServer(listener(host, secret === undefined ? undefined : new Signature(secret)))
  // Whoever calls keeps its connections as long as it likes: to close one while it is used again
  // would make the outcome of a request unknown for nothing.
  server.keepAliveTimeout = 0
  if (env.HOLDFAST_SOCKET === undefined) {
    listenOnPort(server, host, env)
  } else {
    listenOnSocket(server, host, env.HOLDFAST_SOCKET)
  }
  return server
}

function listenOnPort(server, host, env) {
  server.listen(count(env, 'PORT', USUAL_PORT), env.HOST ?? USUAL_HOST, () => {
    const { address, port } = server.address()
    console.log(`holdfast: ${host.names.join(', ')} on http://${address}:${port}`)
  })
}

function listenOnSocket(server, host, path) {
  // The file of a process that was killed would be in the way.
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) rmSync(path)
  server.listen(path, () => console.log(`holdfast: ${host.names.join(', ')} on ${path}`))
  process.stdin.on('end', end).on('error', end).resume()

  function end() {
    server.close(() => process.exit(0))
    server.closeAllConnections() // Nothing is done by answering, so nothing is lost.
  }
}

function count(env, name, usual) {
  const given = env[name]
  if (given === undefined) return usual
  const number = Number(given)
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new Error(`${name} is "${given}", which is no number of anything`)
  }
  return number
}

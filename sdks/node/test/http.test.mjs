import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { after, test } from 'node:test'
import { handler, reply, stateless, text } from 'holdfast'
import counter from '../examples/counter/index.mjs'

const SECRET = `whsec_${randomBytes(32).toString('base64')}`
const ADD = JSON.stringify({ service: 'counter', id: 'c1', handler: 'add', argument: 3, state: { token: 't', value: null }, next: 'u' })
const odd = stateless('odd', {
  commands: {
    huge: () => reply('x'.repeat(16 * 1024 * 1024)),
    big: () => reply(1n),
    boom: () => { throw new Error('boom') },
    later: async () => { throw new Error('later') },
    echo: { takes: text, handle: (_, said) => reply(said) },
  },
})
const servers = []
after(() => servers.forEach(server => server.close()))

async function listening(handle) {
  const server = createServer(handle)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${server.address().port}`
}

function withSecret(make) {
  process.env.HOLDFAST_SECRET = SECRET
  try {
    return make()
  } finally {
    delete process.env.HOLDFAST_SECRET
  }
}

const base = await listening(handler(counter, odd))
const signed = await listening(withSecret(() => handler(counter)))

function ask(url, body, { method = 'POST', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers: { connection: 'close', ...headers } }, async response => {
      const pieces = []
      for await (const piece of response) pieces.push(piece)
      const body = JSON.parse(Buffer.concat(pieces).toString())
      resolve({ status: response.statusCode, type: response.headers['content-type'], body })
    })
    request.on('error', reject)
    request.end(body)
  })
}
const decide = async (service, name, argument = null) =>
  ask(`${base}/holdfast/v1/decide`, JSON.stringify({ service, id: 'c1', handler: name, argument }))

test('the three requests are answered below whatever the endpoint is', async () => {
  const answer = await ask(`${base}/some/where/holdfast/v1/decide?x=1`, ADD)
  assert.equal(answer.status, 200)
  assert.equal(answer.type, 'application/json')
  assert.equal(answer.body.reply, 3)
  assert.equal((await ask(`${base}/holdfast/v1/discover`, '{}')).body.keepsStates, false)
  const instances = [{ state: null, events: [{ type: 'Added', version: 1, data: { amount: 4 } }] }]
  assert.deepEqual((await ask(`${base}/holdfast/v1/fold`, JSON.stringify({ service: 'counter', instances }))).body,
    { instances: [{ state: { value: 4 } }] })
})

test('a body that is no request is 400', async () => {
  for (const body of ['', '{', '3', 'null', '{}', '{"service":"counter","handler":"add"}']) {
    const { status, body: { error } } = await ask(`${base}/holdfast/v1/decide`, body)
    assert.equal(status, 400, body)
    assert.equal(typeof error, 'string')
  }
  const latin = Buffer.from('{"service":"caf\u00e9","id":"c1","handler":"add"}', 'latin1')
  assert.deepEqual((await ask(`${base}/holdfast/v1/decide`, latin)).body, { error: 'the body is not UTF-8' })
  for (const fold of ['{"service":"odd","instances":[]}', '{"service":"counter"}', '{"service":"counter","instances":[3]}',
    '{"service":"counter","instances":[{"events":3}]}', '{"service":"counter","instances":[{"events":[null]}]}']) {
    assert.equal((await ask(`${base}/holdfast/v1/fold`, fold)).status, 400, fold)
  }
})

test('another path or another service is 404, another method 405', async () => {
  assert.equal((await ask(`${base}/holdfast/v1/other`, '{}')).status, 404)
  assert.equal((await ask(`${base}/holdfast/v1/decide`, undefined, { method: 'GET' })).status, 405)
  assert.deepEqual((await decide('nobody', 'x')), { status: 404, type: 'application/json', body: { error: 'there is no service nobody here' } })
})

test('what the author threw is 500, with its place', async () => {
  const boom = await decide('odd', 'boom')
  assert.equal(boom.status, 500)
  assert.equal(boom.body.error, 'odd.boom threw Error: boom')
  assert.match(boom.body.stack, /http\.test\.mjs/)
  assert.equal((await decide('odd', 'later')).body.error, 'odd.later threw Error: later')
})

test('an answer without a JSON form, or beyond 16 MiB, is 500', async () => {
  assert.match((await decide('odd', 'big')).body.error, /^the answer has no JSON form: /)
  assert.match((await decide('odd', 'huge')).body.error, /^the answer has 1677\d+ bytes; 16777216 are allowed$/)
})

test('a body in many pieces is read whole, one beyond 16 MiB is 413', async () => {
  const said = 'ä'.repeat(2_000_000)
  assert.equal((await decide('odd', 'echo', said)).body.reply, said)
  const { status, body } = await ask(`${base}/holdfast/v1/decide`, 'x'.repeat(16 * 1024 * 1024 + 1))
  assert.equal(status, 413)
  assert.equal(body.error, 'the body has more than 16777216 bytes')
})

test('connections are kept', async () => {
  const { Agent } = await import('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const sockets = new Set()
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve, reject) => {
      const request = httpRequest(`${base}/holdfast/v1/decide`, { method: 'POST', agent }, response =>
        response.resume().on('end', resolve))
      request.on('socket', socket => sockets.add(socket)).on('error', reject)
      request.end(ADD)
    })
  }
  agent.destroy()
  assert.equal(sockets.size, 1)
})

function signature({ body = ADD, id = 'm1', timestamp = Math.floor(Date.now() / 1000), secret = SECRET } = {}) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1a,xx v1,${digest}` }
}
const askSigned = headers => ask(`${signed}/holdfast/v1/decide`, ADD, { headers })

test('with a secret, only what is signed and fresh is answered', async () => {
  assert.equal((await askSigned(signature())).status, 200)
  const now = Math.floor(Date.now() / 1000)
  const refused = {
    'the request is not signed': {},
    'the signature is not of the last five minutes': signature({ timestamp: now - 301 }),
    'the signature does not fit': signature({ secret: `whsec_${randomBytes(32).toString('base64')}` }),
  }
  for (const [error, headers] of Object.entries(refused)) {
    assert.deepEqual(await askSigned(headers), { status: 401, type: 'application/json', body: { error } })
  }
  for (const headers of [signature({ timestamp: now + 400 }), { ...signature(), 'webhook-timestamp': 'x' },
    { ...signature(), 'webhook-signature': 'v1,' }, signature({ body: `${ADD} ` })]) {
    assert.equal((await askSigned(headers)).status, 401)
  }
})

test('a secret that is none is told at once', () => {
  process.env.HOLDFAST_SECRET = 'whsec_short'
  try {
    assert.throws(() => handler(counter), { message: 'HOLDFAST_SECRET is whsec_ and the Base64 of 24 to 64 bytes' })
  } finally {
    delete process.env.HOLDFAST_SECRET
  }
})

test('a Lambda is given an event and gives an answer', async () => {
  const invoke = handler(counter, odd)
  assert.deepEqual(await invoke({ path: '/holdfast/v1/decide', body: JSON.parse(ADD) }, { awsRequestId: 'r' }),
    { status: 200, body: { events: [{ type: 'Added', version: 1, data: { amount: 3 } }], reply: 3 } })
  assert.equal((await invoke({ path: '/holdfast/v1/discover', body: {} })).body.protocol, 1)
  assert.equal((await invoke({ path: '/x' })).status, 404)
  assert.equal((await invoke({ path: '/holdfast/v1/decide' })).status, 400)
  assert.equal((await invoke({ path: '/holdfast/v1/decide', body: { service: 'odd', id: 'o1', handler: 'later' } })).status, 500)
})

// A counter and a cart for Holdfast on node:http alone, written from docs/protocol.md.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const int = { type: 'integer' }
const line = { type: 'object', properties: { sku: { type: 'string' }, quantity: int, cents: int } }

const services = {
  counter: {
    describes: {
      kind: 'entity',
      state: { type: 'object', properties: { value: int } },
      empty: { value: 0 },
      events: [{ type: 'Added', version: 1, schema: { type: 'object', properties: { amount: int } } }],
      handlers: [
        { name: 'add', kind: 'command', argument: int, reply: int, rejections: [] },
        { name: 'value', kind: 'query', reply: int, rejections: [] },
      ],
    },
    fold: (state, { amount }) => ({ value: state.value + amount }),
    add({ state, argument }) {
      if (!Number.isInteger(argument)) return invalid('', 'expected integer')
      return { events: [event('Added', 1, { amount: argument })], reply: state.value + argument }
    },
    value: ({ state }) => ({ reply: state.value }),
  },

  cart: {
    describes: {
      kind: 'entity',
      state: { type: 'object' },
      empty: { lines: {}, paid: false },
      events: [
        { type: 'ItemAdded', version: 2, schema: { type: 'object', properties: { line } }, upcasts: [1] },
        { type: 'CheckedOut', version: 1, schema: { type: 'object', properties: { cents: int } } },
      ],
      handlers: [
        { name: 'addItem', kind: 'command', argument: line, rejections: [{ code: 'checked-out', status: 422 }] },
        { name: 'checkout', kind: 'command', reply: int, rejections: [{ code: 'checked-out', status: 422 }] },
        { name: 'total', kind: 'query', reply: int, rejections: [] },
        { name: 'bug', kind: 'command', rejections: [] },
      ],
    },
    // Version 1 had the price in whole units, and no line.
    upcast: ({ type, version, data }) =>
      type === 'ItemAdded' && version === 1
        ? { line: { sku: data.sku, quantity: data.quantity, cents: data.price * 100 } }
        : data,
    fold: (state, data, type) =>
      type === 'CheckedOut'
        ? { ...state, paid: true }
        : { ...state, lines: { ...state.lines, [data.line.sku]: data.line } },
    addItem({ state, argument }) {
      if (state.paid) return refused('checked-out', 'This cart is already checked out.')
      if (!(argument?.quantity > 0)) return invalid('/quantity', 'expected at least 1')
      return { events: [event('ItemAdded', 2, { line: argument })] }
    },
    checkout({ id, state, answers = [] }) {
      if (state.paid) return refused('checked-out', 'This cart is already checked out.')
      const cents = total(state)
      const charge = { service: 'payments', id, handler: 'charge', argument: cents }
      const answer = answers.find(({ call }) => call.service === 'payments' && call.handler === 'charge')
      if (answer === undefined) return { needs: [charge] }
      if (answer.problem) {
        const [service, code] = answer.problem.code.split('/')
        return { problem: { service, code, status: answer.problem.status, detail: answer.problem.detail } }
      }
      return {
        events: [event('CheckedOut', 1, { cents })],
        reply: cents,
        sends: [{ service: 'mail', id, handler: 'receipt', argument: answer.reply }],
        publishes: [{ topic: 'checkouts', payload: { cents } }],
      }
    },
    total: ({ state }) => ({ reply: total(state) }),
    bug() { throw new Error('a defect of the cart') },
  },
}

const event = (type, version, data) => ({ type, version, data })
const total = ({ lines }) => Object.values(lines).reduce((sum, { quantity, cents }) => sum + quantity * cents, 0)
const refused = (code, detail) => ({ problem: { code, status: 422, detail } })
const invalid = (pointer, detail) => ({ problem: { code: 'invalid-argument', status: 400, pointer, detail } })

const operations = {
  discover: () => ({
    protocol: 1,
    sdk: 'none',
    keepsStates: false,
    services: Object.entries(services).map(([service, { describes }]) => ({ service, ...describes })),
  }),

  decide(request) {
    const service = services[request.service]
    const handler = service.describes.handlers.find(({ name }) => name === request.handler)
    if (!handler) return { problem: { code: 'unknown-handler', status: 404, detail: request.handler } }
    const state = request.state.value ?? service.describes.empty
    const answer = service[request.handler]({ ...request, state })
    if (answer.events && request.wants?.includes('state')) {
      answer.state = answer.events.reduce((now, { data, type }) => service.fold(now, data, type), state)
    }
    return answer
  },

  fold: ({ service: name, instances }) => ({
    instances: instances.map(({ state, events }) => {
      const service = services[name]
      let now = state ?? service.describes.empty
      for (const [at, each] of events.entries()) {
        try {
          now = service.fold(now, service.upcast?.(each) ?? each.data, each.type)
        } catch (thrown) {
          return { error: `${each.type} ${at}: ${thrown.message}`, at }
        }
      }
      return { state: now }
    }),
  }),
}

function isSigned(headers, body) {
  const key = Buffer.from((process.env.HOLDFAST_SECRET ?? '').replace('whsec_', ''), 'base64')
  if (key.length === 0) return true
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature = '' } = headers
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  return signature.split(' ').some(each => {
    const given = Buffer.from(each.replace('v1,', ''), 'base64')
    return given.length === right.length && timingSafeEqual(given, right)
  })
}

function answer(request, body) {
  const operation = operations[request.url.match(/\/holdfast\/v1\/(\w+)$/)?.[1]]
  if (!operation) return [404, { error: `${request.url} is not here` }]
  if (!isSigned(request.headers, body)) return [401, { error: 'not signed' }]
  let asked
  try {
    asked = JSON.parse(body)
  } catch (thrown) {
    return [400, { error: thrown.message }]
  }
  if (asked.service && !services[asked.service]) return [404, { error: `${asked.service} is not here` }]
  try {
    return [200, operation(asked)]
  } catch (thrown) {
    return [500, { error: thrown.message, stack: thrown.stack }]
  }
}

const server = createServer(async (request, response) => {
  const parts = []
  for await (const part of request) parts.push(part)
  const [status, body] = answer(request, Buffer.concat(parts))
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(server.address().port))
process.stdin.resume().on('end', () => process.exit())

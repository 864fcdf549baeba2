// Functions that each get one thing wrong: http://…/WRONG/holdfast/v1/…, and /right/…, which does not.
// They are the reference services, whose requests or answers are changed on their way. GET / lists them.
import { createServer } from 'node:http'
import { isUtf8 } from 'node:buffer'
import { definitionsOf } from '../../../../sdks/node/src/folder/folder.js'
import { resolveToThisPackage } from '../../../../sdks/node/src/folder/resolve.js'
import { Host } from '../../../../sdks/node/src/host/host.js'
import { answer } from '../../../../sdks/node/src/http/answering.js'

const MIB = 1 << 20
const ok = body => ({ status: 200, body })
const error = (status, error) => ({ status, body: { error } })
const of = (operation, change) => (asked, given) => (asked.operation === operation && given.status === 200 ? change(given, asked) ?? given : given)
const discovered = change => ({ after: of('discover', ({ body }) => { change(body.services.find(it => it.service === 'conformance-counter'), body) }) })
const decided = change => ({ after: of('decide', change) })
const folded = change => ({ after: of('fold', (given, asked) => { given.body.instances.forEach((it, i) => change(it, asked.body.instances[i])) }) })
const each = (list, change) => { list?.forEach(change) }

let last // Of the function that mixes requests up.

const WRONGS = {
  right: {},
  // HTTP
  chunked: { chunked: true },
  plainText: { type: 'text/plain' },
  closes: { closes: true },
  anyMethod: { anyMethod: true },
  anyPath: { anyPath: true },
  noJsonIs500: { noJson: 500 },
  arraysAreEmpty: { before: (asked, run) => (asked.operation !== 'discover' && Array.isArray(asked.body) ? ok({}) : run()) },
  anyBytes: { anyBytes: true },
  smallBodies: { most: MIB },
  largeBodies: { most: 20 * MIB },
  noDepth: { before: (asked, run) => (asked.text.startsWith('[[[', asked.text.indexOf('[')) ? undefined : run()) },
  onePiece: { onePiece: true },
  mixesUp: { before: async (asked, run, host) => { last = asked.body; await new Promise(setImmediate); return asked.operation === 'fold' ? answer(host, asked.path, last) : run() } },
  // discover
  twoOfAName: discovered((_, body) => body.services.push(body.services[0])),
  changing: discovered((_, body) => { body.sdk += Math.random() }),
  oddName: discovered(service => { service.service = 'Counter_1' }),
  noKind: discovered(service => { delete service.kind }),
  emptyMisfit: discovered(service => { service.empty = { count: 'none' } }),
  uselessSchema: discovered(service => { service.handlers.find(it => it.name === 'add').argument = { type: 'integer', minimum: 7, maximum: 6 } }),
  laterUpcast: discovered(service => { service.events[0].upcasts = [5] }),
  valueWithoutEvents: discovered((_, body) => { body.services.find(it => it.kind === 'value').events = [] }),
  routeForNobody: discovered(service => { Object.assign(service.handlers[0], { route: 'POST /x/{id}', allow: [] }) }),
  otherTrigger: discovered(service => { service.handlers.find(it => it.name === 'heard').triggers[0].filter = '' }),
  // decide
  nobodyIsAnybody: { before: (asked, run) => (asked.body?.service === 'nobody-here' ? ok({ reply: null }) : run()) },
  unknownHandlerIs500: decided(({ body }) => (body.problem?.code === 'unknown-handler' ? error(500, 'unknown') : undefined)),
  namesNobody: { before: (asked, run) => (asked.operation !== 'decide' || typeof asked.body?.id === 'string' ? run() : ok({ reply: null })) },
  anyArgument: decided(({ body }) => (body.problem?.code === 'invalid-argument' ? ok({ reply: null, state: { count: 0 } }) : undefined)),
  noPointer: decided(({ body }) => { delete body.problem?.pointer }),
  misfitIs500: decided(({ body }) => (body.problem?.code === 'invalid-argument' ? error(500, 'misfit') : undefined)),
  nothingUnknown: { before: (asked, run) => (asked.body?.unheardOf ? error(400, 'unknown field') : run()) },
  dice: decided(({ body }) => { if (body.reply !== undefined) body.reply = Math.random() }),
  unlistedVersion: decided(({ body }) => each(body.events, event => { event.version++ })),
  unlistedType: decided(({ body }) => each(body.events, event => { event.type = 'Other' })),
  otherData: decided(({ body }) => each(body.events, event => { event.data = { amount: 'one' } })),
  unlistedRejection: decided(({ body }, asked) => (asked.body.handler === 'checkout' && body.problem ? ok({ problem: { ...body.problem, code: 'other' } }) : undefined)),
  otherStatus: decided(({ body }) => { if (body.problem?.status === 409) body.problem.status = 422 }),
  noDetail: decided(({ body }) => { delete body.problem?.detail }),
  noState: decided(({ body }) => { delete body.state }),
  otherState: decided(({ body }) => { if (body.state?.count !== undefined) body.state.count++ }),
  oldState: decided((given, asked) => { if (asked.body.handler === 'write') given.body.state = { text: '', edits: 0 } }),
  queryWithEvents: decided(({ body }, asked) => { if (asked.body.handler === 'value') body.events = [{ type: 'Added', version: 1, data: { amount: 1 } }] }),
  statelessWithEvents: decided(({ body }, asked) => { if (asked.body.handler === 'all') body.timers = [{ name: 'x', cancel: true }] }),
  guessesStates: { before: (asked, run) => { const { state } = asked.body ?? {}; if (state?.token === 'c.never') state.value = null; return run() } },
  statesOfAnybody: { before: (asked, run) => { if (asked.body?.id === 'another') asked.body.id = 'c1'; return run() } },
  oneStateForAll: { before: (asked, run) => { if (asked.body?.state?.token && asked.body.state.value === undefined) asked.body.state.value = null; return run() } },
  forgetsAll: { before: (asked, run) => (asked.operation === 'decide' && asked.body?.state && asked.body.state.value === undefined ? ok({ missing: 'state' }) : run()) },
  misfitIsMissing: { after: (asked, given) => (asked.operation === 'decide' && given.status === 500 ? ok({ missing: 'state' }) : given) },
  noStateIsEmpty: { before: (asked, run) => { if (asked.operation === 'decide' && asked.body?.service && !asked.body.state) asked.body.state = { value: null }; return run() } },
  needsForEver: { before: (asked, run) => { if (asked.body) delete asked.body.answers; return run() } },
  answersByPlace: { before: (asked, run) => { const given = asked.body?.answers ?? []; if (given.length === 2) asked.body.answers = given.map((it, i) => ({ ...it, call: given[1 - i].call })); return run() } },
  anyAnswer: { before: (asked, run) => { asked.body?.answers?.forEach(it => { if (it.call.argument === 701) it.call.argument = 700 }); return run() } },
  ownsRejections: decided(({ body }) => { delete body.problem?.service }),
  nothingIsNull: decided(({ body }) => (body.nothing ? ok({ reply: null }) : undefined)),
  noughtIsNothing: decided(({ body }) => (body.reply === 0 ? ok({ nothing: true }) : undefined)),
  doublesOnly: { text: text => text.replaceAll('9007199254740991', '9007199254740992') },
  latin: { text: text => text.replace(/[^\u0000-\u00ff]/g, '?') },
  shortDoubles: { text: text => text.replaceAll('0.30000000000000004', '0.3') },
  seconds: decided(({ body }) => each(body.timers, timer => { if (timer.after) timer.after /= 1000 })),
  noOtherwise: decided(({ body }) => each(body.sends, send => { delete send.otherwise })),
  noKey: decided(({ body }) => each(body.publishes, it => { delete it.key })),
  ownKey: decided(({ body }, asked) => each(body.publishes, it => { it.key ??= asked.body.id })),
  noCancel: decided(({ body }) => { body.timers = body.timers?.filter(timer => !timer.cancel) }),
  localTime: decided(({ body }) => each(body.timers, timer => { if (timer.at) timer.at = '2026-02-01T09:30:00.500Z' })),
  publishesRejected: decided(({ body }) => { if (body.problem) body.publishes = [{ topic: 'a', payload: 1 }] }),
  // fold
  foldReversed: { after: of('fold', ({ body }) => { body.instances.reverse() }) },
  allOrNothing: { after: of('fold', ({ body }) => (body.instances.some(it => it.error) ? error(500, 'one failed') : undefined)) },
  noAt: folded(it => { delete it.at }),
  atNought: folded(it => { if (it.at !== undefined) it.at = 0 }),
  errorOfNothing: folded(it => { if (it.error) it.error = 'failed' }),
  ignoresUnknownEvents: folded((it, { state }) => { if (it.error?.startsWith('NeverHeardOf')) { delete it.error; delete it.at; it.state = state ?? { count: 0 } } }),
  noUpcast: folded((it, { events }) => { if (events[0]?.data.count === 2) { delete it.state; Object.assign(it, { error: 'ItemAdded 1: unknown', at: 0 }) } }),
  foldFromEmpty: { before: (asked, run) => { if (asked.operation === 'fold') asked.body?.instances?.forEach?.(it => { it.state = null }); return run() } },
  backwards: { before: (asked, run) => { if (asked.operation === 'fold') asked.body?.instances?.forEach?.(it => it.events?.reverse()); return run() } },
  foldsStateless: { after: (asked, given) => (asked.operation === 'fold' && asked.body?.service === 'conformance-echo' ? ok({ instances: [] }) : given) },
  foldsNoInstances: { before: (asked, run) => (asked.operation === 'fold' && asked.body?.service && !asked.body.instances ? ok({ instances: [] }) : run()) },
}

resolveToThisPackage()
const definitions = await definitionsOf(new URL('../../../../sdks/node/examples/conformance', import.meta.url).pathname)
const hosts = new Map()

function hostOf(name) {
  if (!hosts.has(name)) hosts.set(name, new Host(definitions, { states: { most: 100, mostBytes: MIB } }))
  return hosts.get(name)
}

async function answered(wrong, host, request, path, bytes) {
  if (request.method !== 'POST' && !wrong.anyMethod) return error(405, 'POST')
  if (bytes.length > (wrong.most ?? 16 * MIB)) return error(413, 'too large')
  if (!isUtf8(bytes) && !wrong.anyBytes) return error(400, 'no UTF-8')
  const asked = { path: wrong.anyPath ? '/holdfast/v1/discover' : path, text: bytes.toString() }
  asked.operation = asked.path.split('/').at(-1)
  try {
    asked.body = asked.text === '' && wrong.anyMethod ? {} : JSON.parse(asked.text)
  } catch {
    return error(wrong.noJson ?? 400, 'no JSON')
  }
  // Never the same object as a host's own, for it is changed.
  const run = async () => structuredClone(await answer(host, asked.path, asked.body))
  const given = await (wrong.before?.(asked, run, host) ?? (wrong.before ? undefined : run()))
  return given === undefined || wrong.after === undefined ? given : wrong.after(asked, given)
}

const server = createServer((request, response) => {
  const [, name, ...rest] = request.url.split('/')
  if (name === '') return response.end(JSON.stringify(Object.keys(WRONGS)))
  const wrong = WRONGS[name]
  const pieces = []
  request.on('data', piece => {
    if (wrong.onePiece && piece.length < request.headers['content-length']) request.socket.destroy()
    pieces.push(piece)
  })
  request.on('end', async () => {
    const given = await answered(wrong, hostOf(name), request, `/${rest.join('/')}`, Buffer.concat(pieces))
    if (given === undefined) return request.socket.destroy()
    const text = (wrong.text ?? (it => it))(JSON.stringify(given.body))
    const head = { 'Content-Type': wrong.type ?? 'application/json' }
    if (!wrong.chunked) head['Content-Length'] = Buffer.byteLength(text)
    if (wrong.closes) head.Connection = 'close'
    response.writeHead(given.status, head)
    response.end(text)
  })
})
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
process.stdin.on('end', () => process.exit(0)).resume()

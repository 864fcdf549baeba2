import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { command, entity, event, int, list, number, query, Rejected, persist, reject, reply, save, stateless, text, value, clear } from 'holdfast'
import { golden, scenario } from 'holdfast/testing'

const Put = event('Put', { n: int })
const expire = command('box', 'test', 'put', 0)
let folded = 0
const box = entity('box', {
  state: { n: int, of: list(number) },
  problems: { full: 'It is full.' },
  events: { Put },
  apply: {
    Put(box, { n }) {
      if (n === 8) return { ...box, n: ++folded }
      if (n === 9) return { ...box, n: 'nine' }
      if (n === 10) box.of.push(1)
      return { n, of: [...box.of, n] }
    },
  },
  commands: {
    put: { takes: int, handle: ({ of }, n) => (of.length > 2 ? reject('full') : persist(Put({ n })).reply(next => next.of)) },
    act: (_, __, { id, now, sequence, caller }) =>
      reply({ id, now, sequence, caller: caller.name, roles: caller.roles })
        .send(command('mail', 'm1', 'post', { text: 'hi' }).otherwise('put', 1))
        .publish('boxes', 'k', { n: 1 }).schedule('expire', '30m', expire).cancel('other'),
    odd: () => reply({ at: new Date(0) }),
    spoil: box => (box.of.push(1), reply()),
    ask: async (_, __, context) => reply(await context.call(query('stock', 'tea', 'left'))),
  },
  queries: { n: box => box.n },
})

test('a scenario says what a command did', () => {
  scenario(box).given(Put({ n: 4 })).when('put', 5).persisted({ type: 'Put', n: 5 }).replied([4, 5]).state({ n: 5, of: [4, 5] })
    .and().when('put', 6).when('put', 7).rejected('full').ask('n').replied(6)
  assert.deepEqual(scenario(box).state(), { n: 0, of: [] })
})

test('a scenario says what is to happen besides', () => {
  scenario(box).at('2026-02-01T08:00:00Z').as('ann', 'admin').given(Put({ n: 1 })).when('act').persisted()
    .sent(command('mail', 'm1', 'post', { text: 'hi' }).otherwise('put', 1))
    .published('boxes', 'k', { n: 1 }).scheduled('expire', 30 * 60_000, expire).cancelled('other')
    .replied({ id: 'test', now: '2026-02-01T08:00:00.000Z', sequence: 1, caller: 'ann', roles: ['admin'] })
})

test('calls are answered; a scenario with an asynchronous handler is awaited', async () => {
  const left = query('stock', 'tea', 'left')
  await scenario(box).answering(left, 3).when('ask').replied(3)
    .answering(left, new Rejected('stock', 'gone')).when('ask').rejected('gone')
  await assert.rejects(async () => scenario(box).when('ask'), /Nobody answers stock\/tea\.left\(null\)\. Add \.answering\(call, reply\)\./)
})

const wrong = {
  'an event that did not happen': [it => it.when('put', 1).persisted({ type: 'Put', n: 2 }), /persisted .*n: 1.*, expected .*n: 2/],
  'another reply': [it => it.when('put', 1).replied(3), /replied \[ 1 \], expected 3/],
  'a message that was not published': [it => it.when('act').published('boxes', { n: 1 }), /did .*expected/s],
  'a rejection where there is none': [it => it.when('put', 1).rejected('full'), /was not rejected/],
  'nothing that ran': [it => it.replied(), /Nothing ran yet/],
  'a handler that is not there': [it => it.when('gone'), /box has no handler gone/],
  'an argument that does not fit': [it => it.when('put', 'x'), /expected integer, got "x"/],
  'an event of the past that does not fit': [it => it.given({ type: 'Put', n: 'x' }), /The event Put does not fit: \/n: expected integer/],
  'an apply that is not pure': [it => it.when('put', 8), /box\.apply is not pure/],
  'a state that does not fit': [it => it.when('put', 9), /box has a state that does not fit/],
  'a state changed by apply': [it => it.when('put', 10), /in place/],
  'a state changed by a handler': [it => it.when('spoil'), /box\.spoil changes the state in place/],
  'a reply that JSON changes': [it => it.when('odd'), /The reply of box\.odd does not survive JSON/],
}
for (const [name, [make, told]] of Object.entries(wrong)) {
  test(`a scenario does not pass with ${name}`, () => assert.throws(() => make(scenario(box)), told))
}

test('a value is saved and cleared', () => {
  const note = value('note', {
    state: { text },
    commands: { write: { takes: text, handle: (_, text) => save({ text }) }, wipe: () => clear() },
  })
  scenario(note).given({ text: 'a' }).when('write', 'b').state({ text: 'b' }).when('wipe').state({ text: '' })
})

test('a stateless service has no state', () => {
  scenario(stateless('echo', { commands: { say: { takes: text, handle: (_, said) => reply(said) } } })).when('say', 'x').replied('x')
})

const place = mkdtempSync(join(tmpdir(), 'holdfast-golden-'))
after(() => rmSync(place, { recursive: true }))
const journal = (name, ...lines) => {
  const path = join(place, name)
  writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  return path
}

test('a recorded journal is read as it was written', () => {
  const put = { type: 'Put', version: 1, data: { n: 4 } }
  golden(box, journal('sound', put, { state: { n: 4, of: [4] } }))
  assert.throws(() => golden(box, journal('state', put, { state: { n: 5, of: [] } })), /state:2 box comes to .* recorded was/)
  assert.throws(() => golden(box, journal('gone', { ...put, type: 'Gone' })), /gone:1 box: event type Gone is in the journal but not/)
  assert.throws(() => golden(box, journal('fit', { ...put, data: {} })), /fit:1 box: Put version 1 does not fit any more: \/n: expected/)
  assert.throws(() => golden(box, journal('none', { x: 1 })), /none:1 is no event/)
})

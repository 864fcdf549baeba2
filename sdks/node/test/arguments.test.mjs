import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bool, int, list, map, number, oneOf, optional, reply, stateless, text, time } from 'holdfast'
import { decide, hostOf } from './asking.mjs'

const everything = {
  count: int,
  ratio: number,
  name: text,
  open: bool,
  at: time,
  tags: list(text),
  prices: map({ cents: int }),
  note: optional(text),
  size: oneOf('small', 'large'),
  shape: optional(oneOf({ Circle: { radius: number }, Point: {} })),
}
const echo = { handle: (_, argument) => reply(argument ?? 'none') }
const host = hostOf(stateless('echo', {
  commands: {
    all: { takes: everything, ...echo },
    int: { takes: int, ...echo },
    texts: { takes: list(text), ...echo },
    maybe: { takes: optional(int), ...echo },
    nothing: echo,
    heard: { takes: { city: text }, onTopic: 'observations', ...echo },
    told: { onTopic: 'observations', ...echo },
  },
}))
const GOOD = { count: 1, ratio: 1.5, name: 'a', open: true, at: '2026-01-31T10:00:00.000Z', size: 'small' }

async function given(handler, argument) {
  const { reply, problem } = await decide(host, { service: 'echo', handler, argument, state: undefined })
  return problem === undefined ? reply : `${problem.status} ${problem.code} ${problem.pointer}: ${problem.detail}`
}

test('what may be left out is empty', async () => {
  assert.deepEqual(await given('all', GOOD), { ...GOOD, tags: [], prices: {}, note: null, shape: null })
  assert.deepEqual(await given('texts', null), [])
  assert.equal(await given('maybe', null), 'none')
})

test('a time is always in one form, so that text compares it', async () => {
  const at = async text => (await given('all', { ...GOOD, at: text })).at
  assert.equal(await at('2026-01-31T10:00:00Z'), '2026-01-31T10:00:00.000Z')
  assert.equal(await at('2026-01-31T12:30:00.123456789+02:30'), '2026-01-31T10:00:00.123Z')
  for (const wrong of ['2026-02-30T10:00:00Z', '2026-01-31', '2026-01-31T24:00:00Z', 'now', '2026-00-01T10:00:00Z']) {
    assert.equal(await given('all', { ...GOOD, at: wrong }),
      `400 invalid-argument /at: expected date-time, got "${wrong}"`)
  }
})

const faults = [
  [{ ...GOOD, count: 'two' }, '/count: expected integer, got "two"'],
  [{ ...GOOD, count: 1.5 }, '/count: expected integer, got 1.5'],
  [{ ...GOOD, count: null }, '/count: expected integer, got null'],
  [{ ...GOOD, count: 2 ** 53 }, '/count: expected integer from -9007199254740991 to 9007199254740991, got 9007199254740992'],
  [{ ...GOOD, ratio: '1' }, '/ratio: expected number, got "1"'],
  [{ ...GOOD, open: 0 }, '/open: expected boolean, got 0'],
  [{ ...GOOD, name: {} }, '/name: expected string, got an object'],
  [{ ...GOOD, name: 'a', tags: {} }, '/tags: expected array, got an object'],
  [{ ...GOOD, tags: ['a', 1] }, '/tags/1: expected string, got 1'],
  [{ ...GOOD, prices: [] }, '/prices: expected object, got an array'],
  [{ ...GOOD, prices: { 'a/b~': { cents: true } } }, '/prices/a~1b~0/cents: expected integer, got true'],
  [{ ...GOOD, size: 'big' }, '/size: expected one of small, large, got "big"'],
  [{ ...GOOD, shape: { type: 'Line' } }, '/shape/type: expected one of Circle, Point, got "Line"'],
  [{ ...GOOD, shape: { type: 'Circle' } }, '/shape/radius: expected number, got nothing'],
  [{ ...GOOD, shape: { type: 'Point', x: 1 } }, '/shape/x: unknown field: there are none'],
  [{ ...GOOD, name: undefined }, '/name: expected string, got nothing'],
  [{ ...GOOD, extra: 1 }, '/extra: unknown field: there are count, ratio, name, open, at, tags, prices, note, size, shape'],
  [[], ': expected object, got an array'],
  [{ ...GOOD, count: 'x'.repeat(50) }, `/count: expected integer, got "${'x'.repeat(39)}…`],
]
for (const [argument, expected] of faults) {
  test(`told: ${expected}`, async () => {
    assert.equal(await given('all', argument), `400 invalid-argument ${expected}`)
  })
}

test('names of Object.prototype are no fields, but may be entries of a map', async () => {
  const prices = JSON.parse('{"__proto__": {"cents": 1}, "toString": {"cents": 2}}')
  assert.deepEqual((await given('all', { ...GOOD, prices })).prices, prices)
  assert.match(await given('all', JSON.parse('{"__proto__": 1}')), /^400 invalid-argument \/__proto__: unknown field/)
})

test('a handler without argument takes nothing, an empty object or null', async () => {
  assert.equal(await given('nothing', null), 'none')
  assert.equal(await given('nothing', {}), 'none')
  assert.equal(await given('nothing', 3), '400 invalid-argument : expected no body: nothing takes no argument')
})

test('what hears a topic ignores what it does not know', async () => {
  assert.deepEqual(await given('heard', { city: 'Oslo', celsius: 3 }), { city: 'Oslo' })
  assert.equal(await given('heard', {}), '400 invalid-argument /city: expected string, got nothing')
  assert.equal(await given('told', { anything: 1 }), 'none')
})

test('a handler that is not there is a problem, a service that is not here is none', async () => {
  assert.equal((await decide(host, { service: 'echo', handler: 'x' })).problem.code, 'unknown-handler')
  await assert.rejects(decide(host, { service: 'other', handler: 'x' }), { message: 'there is no service other here' })
})

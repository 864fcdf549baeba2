import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entity, event, int, list, optional, reply, text, value } from 'holdfast'
import { decide, hostOf, json } from './asking.mjs'

const Line = { sku: text, quantity: int, cents: int }
const ItemAdded = event('ItemAdded', { line: Line, note: optional(text) }, {
  version: 3,
  upcast: {
    1: old => ({ line: { sku: old.sku, quantity: old.count, cents: 0 } }),
    2: old => old.lines.map(line => ItemAdded({ line })),
  },
})
const cart = entity('cart', {
  state: { lines: list(Line), notes: list(optional(text)) },
  events: { ItemAdded },
  apply: {
    ItemAdded: (cart, { line, note }) => {
      if (line.quantity < 0) throw new Error('negative')
      return { lines: [...cart.lines, line], notes: [...cart.notes, note] }
    },
  },
})
const profile = value('profile', {
  state: { name: text },
  version: 2,
  upcast: { 1: old => ({ name: old.called }) },
  commands: { x: () => reply() },
})
const host = hostOf(cart, profile)
const tea = { sku: 'tea', quantity: 2, cents: 350 }
const fold = (service, ...instances) => json(host.fold({ service, instances })).instances
const added = (version, data) => ({ type: 'ItemAdded', version, data })

test('older events are turned into what they say today', () => {
  assert.deepEqual(
    fold('cart', { state: null, events: [
      added(1, { sku: 'tea', count: 2 }),
      added(2, { lines: [tea, tea] }),
      added(2, { lines: [] }),
      added(3, { line: { ...tea, later: true }, unknown: 1 }),
    ] }),
    [{ state: {
      lines: [{ ...tea, cents: 0 }, tea, tea, tea],
      notes: [null, null, null, null],
    } }])
})

test('instances are folded in order, each from its state', () => {
  const state = { lines: [tea], notes: ['n'] }
  assert.deepEqual(
    fold('cart', { state, events: [] }, { state, events: [added(3, { line: tea, note: 'm' })] }),
    [{ state }, { state: { lines: [tea, tea], notes: ['n', 'm'] } }])
})

test('an event that cannot be folded is named, and the other instances are folded', () => {
  const told = (...events) => fold('cart', { state: null, events })[0]
  assert.deepEqual(told(added(3, { line: tea }), added(3, { line: { sku: 'tea' } })),
    { error: 'ItemAdded 3: /line/quantity: expected integer, got nothing', at: 1 })
  assert.deepEqual(told(added(9, {})),
    { error: 'ItemAdded 9: event ItemAdded version 9 is not known to this version of the service; it reads 3 and 1 and 2.', at: 0 })
  assert.deepEqual(told({ type: 'Gone', version: 1, data: {} }),
    { error: 'Gone 1: event Gone is not known to this version of the service.', at: 0 })
  assert.deepEqual(told(added(3, { line: { ...tea, quantity: -1 } })),
    { error: 'ItemAdded 3: cart.apply.ItemAdded threw Error: negative', at: 0 })
  assert.deepEqual(told(added(2, {})).at, 0)
  const instances = [{ state: null, events: [added(9, {})] }, { state: null, events: [] }]
  assert.equal(fold('cart', ...instances)[1].error, undefined)
})

test('a saved state of an older version is turned into one of today', () => {
  const saved = { type: 'Saved', version: 1, data: { called: 'anna' } }
  const cleared = { type: 'Cleared', version: 1, data: {} }
  assert.deepEqual(fold('profile', { state: null, events: [saved] }, { state: null, events: [saved, cleared] }),
    [{ state: { name: 'anna' } }, { state: { name: '' } }])
})

test('a state may have more and less than today', async () => {
  const answer = await decide(hostOf(profile), { service: 'profile', handler: 'x', wants: ['state'],
    state: { token: 't', value: { name: 'anna', gone: 1 } } })
  assert.deepEqual(answer.state, { name: 'anna' })
})

test('events that lead to a state that does not fit are the error of their instance alone', () => {
  const Put = event('Put', { n: int })
  const box = entity('box', {
    state: { n: int },
    events: { Put },
    apply: { Put: (_, { n }) => ({ n: n === 9 ? 'nine' : n }) },
  })
  const put = n => ({ type: 'Put', version: 1, data: { n } })
  const instances = [{ state: null, events: [put(1), put(9)] }, { state: null, events: [put(2)] }]
  assert.deepEqual(hostOf(box).fold({ service: 'box', instances }).instances, [
    { error: 'box has a state that does not fit: /n: expected integer, got "nine".' },
    { state: { n: 2 } },
  ])
  assert.deepEqual(hostOf(box).fold({ service: 'box', instances: [{ state: { n: 'x' }, events: [put(1)] }, { state: null, events: [] }] }).instances, [
    { error: 'a state of box does not fit: /n: expected integer, got "x"' },
    { state: { n: 0 } },
  ])
})

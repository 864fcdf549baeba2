import assert from 'node:assert/strict'
import { test } from 'node:test'
import { States } from '../src/host/states.js'
import counter from '../examples/counter/index.mjs'
import { Host } from '../src/host/host.js'
import { decide, hostOf } from './asking.mjs'

const MANY = { most: 100, mostBytes: 1_000_000 }

test('of an instance the newest state is kept, under its token alone', () => {
  const states = new States(MANY)
  states.put('a/1', 't1', { n: 1 })
  states.put('a/1', 't2', { n: 2 }, [])
  assert.equal(states.get('a/1', 't1'), undefined)
  assert.deepEqual(states.get('a/1', 't2'), { n: 2 })
  assert.equal(states.get('a/2', 't2'), undefined)
})

test('the states used last stay when there are too many', () => {
  const states = new States({ ...MANY, most: 2 })
  states.put('a', 't', 1)
  states.put('b', 't', 2)
  states.get('a', 't')
  states.put('c', 't', 3)
  assert.deepEqual(['a', 'b', 'c'].map(id => states.get(id, 't')), [1, undefined, 3])
})

test('the states used last stay when they are too large', () => {
  const states = new States({ ...MANY, mostBytes: 2500 })
  for (const id of ['a', 'b', 'c']) states.put(id, 't', 'x'.repeat(1000))
  assert.deepEqual(['a', 'b', 'c'].map(id => states.get(id, 't') !== undefined), [false, true, true])
  states.put('d', 't', 'x'.repeat(5000))
  assert.equal(states.size, 0)
  assert.equal(states.bytes, 0)
})

test('a state that stays small is not counted as ever larger', () => {
  const states = new States(MANY)
  for (let i = 0; i < 1000; i++) states.put('a', `t${i}`, { value: i }, [{ amount: 1 }])
  assert.ok(states.bytes < 2000, `${states.bytes} bytes`)
})

test('a state that was sent, or came out, may be named by its token; another is missing', async () => {
  const host = hostOf(counter)
  const add = (token, next, value) =>
    decide(host, { service: 'counter', handler: 'add', argument: 3, state: { token, value }, next })
  assert.equal((await add('t0', 't1', null)).reply, 3)
  assert.equal((await add('t1', 't2')).reply, 6)
  assert.deepEqual(await add('t1', 't2'), { missing: 'state' })
  assert.equal((await add('t1', 't2', { value: 3 })).reply, 6)
  const asked = state => decide(host, { service: 'counter', handler: 'value', state })
  assert.deepEqual(await asked({ token: 't2' }), { reply: 6 })
  assert.deepEqual(await asked({ token: 't9' }), { missing: 'state' })
})

test('where nothing changed both tokens name the state', async () => {
  const { entity, int, reply } = await import('holdfast')
  const box = entity('box', { state: { value: int }, events: {}, apply: {}, commands: { x: () => reply() }, queries: { value: box => box.value } })
  const host = hostOf(box)
  await decide(host, { service: 'box', handler: 'x', state: { token: 't0', value: { value: 4 } }, next: 't1' })
  for (const token of ['t0', 't1']) {
    assert.deepEqual(await decide(host, { service: 'box', handler: 'value', state: { token } }), { reply: 4 })
  }
})

test('a kept state cannot be changed in place, by no handler, fold or reply, in production neither', async () => {
  const { entity, event, int, map, persist, reject } = await import('holdfast')
  const Put = event('Put', { n: int })
  const spoil = box => { box.of.z = 1 }
  const box = entity('box', {
    state: { of: map(int) },
    problems: { no: 'No.' },
    events: { Put },
    apply: { Put: (box, { n }) => (n === 0 ? (spoil(box), box) : { of: { ...box.of, a: n } }) },
    commands: {
      put: { takes: int, handle: (_, n) => persist(Put({ n })) },
      spoil: box => (spoil(box), reject('no')),
      answer: () => persist(Put({ n: 2 })).reply(spoil),
    },
    queries: { of: box => box.of, spoilt: box => (spoil(box), 1) },
  })
  const host = new Host([box], { states: MANY })
  const ask = (handler, argument = null, token = 't1') =>
    decide(host, { service: 'box', handler, argument, state: { token }, next: 't2' })
  await decide(host, { service: 'box', handler: 'put', argument: 1, state: { token: 't0', value: null }, next: 't1' })
  for (const [handler, argument] of [['spoil'], ['spoilt'], ['put', 0], ['answer']]) {
    await assert.rejects(ask(handler, argument), /changes the state in place|in place|object is not extensible/, handler)
    assert.deepEqual(await ask('of'), { reply: { a: 1 } })
  }
})

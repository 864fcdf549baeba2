import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clear, command, entity, event, int, list, optional, persist, query, reject, reply, save, stateless, text, time, value } from 'holdfast'
import { decide, hostOf } from './asking.mjs'

const Added = event('Added', { amount: int })
const Noted = event('Noted', { text, at: optional(time) })
const effects = {
  none: () => reply(),
  answer: () => reply({ a: 1 }),
  add: (state, amount) => persist(Added({ amount })).reply(next => next.value),
  two: () => persist(Added({ amount: 1 }), Noted({ text: 'x' })),
  noted: () => persist(Noted({ text: 'x', at: '2026-01-31T11:00:00+01:00' })),
  refuse: () => reject('full'),
  refuseInWords: () => reject('full', 'Only two left.'),
  refuseAs: () => reject('teapot'),
  send: () => reply().send(command('mail', 'c1', 'added', { a: 1 })),
  sendBack: () => persist(Added({ amount: 1 })).send(command('mail', 'm', 'added').otherwise('add', 3)),
  publish: () => reply().publish('topic', { a: 1 }).publish('topic', 'key', 2),
  timers: () => reply()
    .schedule('a', 1500, command('box', 'c1', 'none'))
    .schedule('b', '30m', command('box', 'c1', 'none'))
    .schedule('c', '2026-02-01T08:00:00Z', command('box', 'c1', 'none'))
    .schedule('d', new Date(0), command('box', 'c1', 'none'))
    .cancel('e'),
  all: () => persist(Added({ amount: 2 })).cancel('x').publish('t', 1).reply(next => next.value),
}
const box = entity('box', {
  state: { value: int, notes: list(text) },
  problems: { full: 'It is full.', teapot: { status: 418, detail: 'I am one.' } },
  events: { Added, Noted },
  apply: {
    Added: (box, { amount }) => ({ ...box, value: box.value + amount }),
    Noted: (box, { text }) => ({ ...box, notes: [...box.notes, text] }),
  },
  commands: Object.fromEntries(Object.entries(effects).map(([name, handle]) =>
    [name, name === 'add' ? { takes: int, handle } : handle])),
  queries: { value: box => box.value, missing: () => null },
})
const profile = value('profile', {
  state: { name: text, note: optional(text) },
  empty: { name: 'nobody' },
  version: 2,
  upcast: { 1: old => ({ name: old.called }) },
  commands: {
    rename: { takes: text, handle: (profile, name) => save({ ...profile, name }).reply(next => next.name) },
    forget: () => clear(),
  },
})
const host = hostOf(box, profile)
const CALL = { service: 'box', id: 'c1', handler: 'none', argument: null }

const wire = {
  none: { reply: null },
  answer: { reply: { a: 1 } },
  two: {
    events: [{ type: 'Added', version: 1, data: { amount: 1 } }, { type: 'Noted', version: 1, data: { text: 'x' } }],
    reply: null,
    state: { value: 1, notes: ['x'] },
  },
  noted: {
    events: [{ type: 'Noted', version: 1, data: { text: 'x', at: '2026-01-31T10:00:00.000Z' } }],
    reply: null,
    state: { value: 0, notes: ['x'] },
  },
  refuse: { problem: { code: 'full', status: 422, detail: 'It is full.' } },
  refuseInWords: { problem: { code: 'full', status: 422, detail: 'Only two left.' } },
  refuseAs: { problem: { code: 'teapot', status: 418, detail: 'I am one.' } },
  send: { reply: null, sends: [{ service: 'mail', id: 'c1', handler: 'added', argument: { a: 1 } }] },
  sendBack: {
    events: [{ type: 'Added', version: 1, data: { amount: 1 } }],
    reply: null,
    state: { value: 1, notes: [] },
    sends: [{ service: 'mail', id: 'm', handler: 'added', argument: null, otherwise: { handler: 'add', argument: 3 } }],
  },
  publish: {
    reply: null,
    publishes: [{ topic: 'topic', payload: { a: 1 } }, { topic: 'topic', key: 'key', payload: 2 }],
  },
  timers: {
    reply: null,
    timers: [
      { name: 'a', after: 1500, call: CALL },
      { name: 'b', after: 1_800_000, call: CALL },
      { name: 'c', at: '2026-02-01T08:00:00.000Z', call: CALL },
      { name: 'd', at: '1970-01-01T00:00:00.000Z', call: CALL },
      { name: 'e', cancel: true },
    ],
  },
  all: {
    events: [{ type: 'Added', version: 1, data: { amount: 2 } }],
    reply: 2,
    state: { value: 2, notes: [] },
    timers: [{ name: 'x', cancel: true }],
    publishes: [{ topic: 't', payload: 1 }],
  },
}
const EMPTY = { value: 0, notes: [] }

for (const [handler, expected] of Object.entries(wire)) {
  test(`${handler} on the wire`, async () => {
    const answer = await decide(host, { service: 'box', handler, wants: ['state'] })
    const whole = expected.problem === undefined ? { state: EMPTY, ...expected } : expected
    assert.deepEqual(answer, whole)
  })
}

test('the state comes only if it is wanted', async () => {
  assert.deepEqual(await decide(host, { service: 'box', handler: 'add', argument: 2 }),
    { events: [{ type: 'Added', version: 1, data: { amount: 2 } }], reply: 2 })
})

test('a query answers, or finds nothing', async () => {
  assert.deepEqual(await decide(host, { service: 'box', handler: 'value' }), { reply: 0 })
  assert.deepEqual(await decide(host, { service: 'box', handler: 'missing' }), { nothing: true })
})

test('a value is saved and cleared by the events of the platform', async () => {
  const state = { token: 't', value: { name: 'anna', note: 'n' } }
  assert.deepEqual(await decide(host, { service: 'profile', handler: 'rename', argument: 'ben', state }),
    { events: [{ type: 'Saved', version: 2, data: { name: 'ben', note: 'n' } }], reply: 'ben' })
  assert.deepEqual(
    await decide(host, { service: 'profile', handler: 'forget', state, wants: ['state'] }),
    { events: [{ type: 'Cleared', version: 1, data: {} }], reply: null, state: { name: 'nobody' } })
})

test('the context tells what the request says', async () => {
  const seen = stateless('seen', {
    commands: { all: (state, _, { id, now, sequence, caller, deadline }) => reply({ id, now, sequence, caller, deadline, state }) },
  })
  assert.deepEqual((await decide(hostOf(seen), { service: 'seen', handler: 'all', sequence: 3 })).reply, {
    id: 'c1',
    now: '2026-01-31T10:00:00.000Z',
    sequence: 3,
    caller: { kind: 'user', name: 'anna', roles: ['admin'] },
    deadline: '2026-01-31T10:00:02.000Z',
    state: {},
  })
})

test('a rejection takes nothing with it, and a query is not sent', () => {
  assert.throws(() => reject('full').cancel('x'), /A rejection writes nothing/)
  assert.throws(() => reply().send(query(box, 'c1', 'value')), /only a command can be sent/)
  assert.throws(() => persist(Added({ amount: 1 })).reply(3), /a function of the new state/)
})

const bugs = {
  'box.x threw Error: boom': () => { throw new Error('boom') },
  'box.x returned undefined instead of an effect. Return persist(…), reply(…) or reject(…).': () => {},
  'box.x rejects with "other", which is none of its problems: full. Add it to problems.': () => reject('other'),
  'box.x persists Foreign, which is no event of box. Add it to events.': () => persist({ type: 'Foreign' }),
  'box.x persists Added, but /amount: expected integer, got "two"': () => persist(Added({ amount: 'two' })),
  'box.x persists Added, but /more: unknown field: there are amount': () => persist(Added({ amount: 1, more: 2 })),
  'box.x uses save, but box is of the kind entity. Use persist.': () => save({}),
  'the reply of box.x threw TypeError': () => persist(Added({ amount: 1 })).reply(next => next.a.b),
  'box.x replies with a promise. Await it first.': () => reply(Promise.resolve(1)),
  'box.x changes the state in place. Persist an event instead; copy what it needs.': box => { box.value = 1 },
  'box.apply.Added changes the state in place. Copy it: the old state must stay.': () => persist(Added({ amount: -1 })),
  'box.apply.Added returned undefined. Return the next state.': () => persist(Added({ amount: -2 })),
  'box has a state that does not fit: /extra: unknown field: there are value.': () => persist(Added({ amount: -3 })),
  'box.x sends a call that is wrong: box has no command y.': () => reply().send(command('box', 'b', 'y')),
  'box.x sends box/a/b.x(), but "a/b" is no id': () => reply().send(command('box', 'a/b', 'x')),
  'box.x sends a call that is wrong: box.add expected integer, got "1"': () => reply().send(command('box', 'b', 'add', '1')),
  'box.x publishes to "Topic". A topic is lower case words': () => reply().publish('Topic', 1),
  'box.x schedules t after soon. A delay is milliseconds': () => reply().schedule('t', 'soon', command('box', 'b', 'x')),
  'box.x names a timer "".': () => reply().cancel(''),
  'box.x sends, publishes and schedules 1001 things in one effect; 1000 are allowed.': () =>
    Array.from({ length: 1001 }).reduce(effect => effect.cancel('t'), reply()),
}
for (const [message, handle] of Object.entries(bugs)) {
  test(`told: ${message}`, async () => {
    const wrong = entity('box', {
      state: { value: int },
      problems: { full: '' },
      events: { Added },
      apply: {
        Added: (box, { amount }) => {
          if (amount === -1) box.value = 3
          if (amount === -2) return undefined
          return amount === -3 ? { value: 1, extra: 2 } : { value: box.value + amount }
        },
      },
      commands: { x: handle, add: { takes: int, handle: () => reply() } },
    })
    await assert.rejects(decide(hostOf(wrong), { service: 'box', handler: 'x' }), failed => {
      assert.ok(failed.message.startsWith(message), failed.message)
      return true
    })
  })
}

test('a stateless service sends nothing, for nothing of it is written', async () => {
  const hook = stateless('hook', { commands: { x: () => reply().publish('t', 1) } })
  await assert.rejects(decide(hostOf(hook), { service: 'hook', handler: 'x' }), {
    message: 'hook.x uses publish: nothing of a stateless service is written, so a message could be' +
      ' lost. Let an entity publish it.',
  })
})

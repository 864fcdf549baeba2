import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command, entity, event, int, list, number, optional, persist, query, Rejected, reject, reply, save, stateless, text, value } from 'holdfast'
import { world } from 'holdfast/testing'
import { MessageFilter, receiverId } from '../src/testing/message-filter.js'

const Moved = event('Moved', { cents: int })
const Closed = event('Closed', {})
const account = entity('account', {
  state: { cents: int, closed: optional(int) },
  problems: { short: 'Too little.', closed: 'Closed.' },
  events: { Moved, Closed },
  apply: {
    Moved: (account, { cents }) => ({ ...account, cents: account.cents + cents }),
    Closed: account => ({ ...account, closed: 1 }),
  },
  commands: {
    deposit: { takes: int, handle: (account, cents) => (account.closed ? reject('closed') : persist(Moved({ cents })).reply(next => next.cents)) },
    close: () => persist(Closed()),
    transfer: {
      takes: { to: text, cents: int },
      handle(account, { to, cents }) {
        if (cents > account.cents) return reject('short')
        return persist(Moved({ cents: -cents })).send(command('account', to, 'deposit', cents).otherwise('refund', cents))
      },
    },
    refund: { takes: int, handle: (_, cents) => persist(Moved({ cents })) },
    give: { takes: text, handle: (_, to) => reply().send(command('account', to, 'deposit', 1)) },
  },
  queries: { rich: ({ cents }) => (cents > 100 ? cents : null) },
})

test('a transfer that is rejected there is refunded here, in whatever order', async () => {
  for (let seed = 0; seed < 30; seed++) {
    const bank = world(account).seed(seed)
    assert.equal(await bank.call(command(account, 'anna', 'deposit', 50)), 50)
    await bank.call(command(account, 'ben', 'close'))
    await bank.call(command(account, 'anna', 'transfer', { to: 'ben', cents: 10 }))
    await bank.call(command(account, 'anna', 'transfer', { to: 'eve', cents: 20 }))
    assert.deepEqual(['anna', 'ben', 'eve'].map(id => bank.state(account, id).cents), [30, 0, 20])
    assert.deepEqual(bank.parked, [])
  }
})

test('what is rejected without a way back is parked, and a call of the test is told', async () => {
  const bank = world(account)
  await bank.call(command(account, 'ben', 'close'))
  await bank.call(command(account, 'anna', 'give', 'ben'))
  assert.deepEqual(bank.parked, [{ service: 'account', id: 'ben', handler: 'deposit', argument: 1 }])
  await assert.rejects(bank.call(command(account, 'anna', 'transfer', { to: 'ben', cents: 1 })),
    told => told instanceof Rejected && told.service === 'account' && told.code === 'short' && told.status === 422)
  await assert.rejects(bank.call(command('nobody', 'a', 'b')), { message: 'nobody is not in this world.' })
})

test('services call each other, pass rejections on, and may not wait for themselves', async () => {
  const teller = stateless('teller', {
    commands: {
      async both(_, __, context) {
        const asked = ['a', 'b'].map(id => context.call(command(account, id, 'deposit', 5)))
        return reply((await Promise.all(asked)).join('+'))
      },
      async rich(_, __, context) { return reply(await context.call(query(account, 'a', 'rich'))) },
      async drain(_, __, context) { return reply(await context.call(command(account, 'a', 'transfer', { to: 'b', cents: 999 }))) },
      async loop(_, __, context) { return reply(await context.call(command('teller', context.id, 'loop'))) },
    },
  })
  for (const seed of [1, 2, 3]) {
    const bank = world(account, teller).seed(seed)
    assert.equal(await bank.call(command(teller, 't', 'both')), '5+5')
    assert.equal(bank.state(account, 'a').cents, 5)
    assert.equal(await bank.call(command(teller, 't', 'rich')), null)
    await assert.rejects(bank.call(command(teller, 't', 'drain')), { service: 'account', code: 'short' })
    await assert.rejects(bank.call(command(teller, 't', 'loop')), { message: 'teller/t.loop would wait for itself.' })
  }
})

test('timers fire when their time comes, in their order, and are replaced and cancelled', async () => {
  const clock = value('clock', {
    state: { seen: list(text) },
    commands: {
      set: { takes: { name: text, after: int }, handle: (_, { name, after }, { id }) => reply().schedule(name, after, command('clock', id, 'ring', name)) },
      stop: { takes: text, handle: (_, name) => reply().cancel(name) },
      ring: { takes: text, handle: ({ seen }, name, { now }) => save({ seen: [...seen, `${name} ${now.slice(11, 19)}`] }) },
    },
  })
  const time = world(clock)
  for (const [name, after] of [['b', 60_000], ['a', 30_000], ['c', 90_000], ['a', 45_000]]) {
    await time.call(command(clock, 'c', 'set', { name, after }))
  }
  await time.call(command(clock, 'c', 'stop', 'c'))
  await time.advance('59s')
  assert.deepEqual(time.state(clock, 'c').seen, ['a 10:00:45'])
  await time.advance(3_600_000)
  assert.deepEqual(time.state(clock, 'c').seen, ['a 10:00:45', 'b 10:01:00'])
})

test('messages come to the instances that want them', async () => {
  const Seen = { city: text, celsius: number }
  const station = value('station', {
    state: {},
    commands: { tell: { takes: Seen, handle: (_, seen) => reply().publish('seen', seen) } },
  })
  const heat = value('heat', {
    state: { days: int },
    commands: {
      note: {
        takes: { city: text },
        onTopic: { topic: 'seen', id: '{city}', filter: '/celsius >= 30 and /city != "Death Valley"' },
        handle: ({ days }) => save({ days: days + 1 }),
      },
    },
  })
  const weather = world(station, heat)
  for (const [city, celsius] of [['Rom', 31], ['Rom', 29.5], ['Death Valley', 50], ['Rom', 30]]) {
    await weather.call(command(station, 's', 'tell', { city, celsius }))
  }
  assert.equal(weather.state(heat, 'Rom').days, 2)
  assert.equal(weather.state(heat, 'Death Valley').days, 0)
})

test('filters and ids are read as the platform reads them', () => {
  const payload = { a: { b: [1, 'x'] }, t: true, n: null, f: 1.5, s: 'a "b"' }
  const cases = {
    '': true, '/a/b/0 == 1': true, '/a/b/0 == "1"': false, '/a/b/0 != "1"': true, '/t == true': true, '/t == 1': false,
    '/n == null': true, '/none != 1': false, '/none exists': false, '/n exists and /a/b/1 exists': true,
    '/a/b/2 exists or /f < 2': true, '/f > 2 and /f > 0 or /t == true': true, '/s == "a \\"b\\""': true, '/s > "a"': true, '/s > 1': false,
  }
  for (const [filter, wanted] of Object.entries(cases)) {
    assert.equal(new MessageFilter(filter).wants(payload), wanted, filter)
  }
  assert.throws(() => new MessageFilter('/a = 1'), { message: 'The filter "/a = 1" cannot be read at "/a = 1".' })
  assert.equal(receiverId('', 'key', payload), 'key')
  assert.equal(receiverId('/a/b/1', 'key', payload), 'x')
  assert.equal(receiverId('{f}-{t}', 'key', payload), '1.5-true')
  assert.throws(() => receiverId('/n', 'key', payload), { message: 'The message has no text for its id at /n.' })
})

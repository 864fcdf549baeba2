import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command, int, query, Rejected, reply, stateless, text } from 'holdfast'
import { decide, hostOf } from './asking.mjs'

const log = []
const order = stateless('order', {
  problems: { late: 'Too late.' },
  commands: {
    one: { takes: int, handle: async (_, cents, context) => reply(await context.call(charge(context, cents))) },
    inOrder: async (_, __, context) => {
      const receipt = await context.call(charge(context, 1))
      return reply([receipt, await context.call(query('stock', 'tea', 'left'))])
    },
    together: async (_, __, context) =>
      reply(await Promise.all([1, 2].map(cents => context.call(charge(context, cents))))),
    catching: async (_, __, context) => {
      try {
        return reply(await context.call(charge(context, 1)))
      } catch (rejected) {
        log.push(rejected.code)
        return reply('caught')
      } finally {
        log.push('finally')
      }
    },
    forgetful: (_, __, context) => {
      context.call(charge(context, 1))
      return reply('done')
    },
    late: async (_, __, context) => {
      await new Promise(resolve => setTimeout(resolve, 5))
      return reply(await context.call(charge(context, 1)))
    },
    typed: async (_, __, context) => reply(await context.call(command(payments, 'p', 'charge', { cents: 1 }))),
    wrong: async (_, __, context) => reply(await context.call(command(payments, 'p', 'charge', { cents: '1' }))),
    throwing: async () => { throw new Error('boom') },
  },
  queries: { price: { answer: async (_, __, context) => context.call(query('stock', 'tea', 'price')) } },
})
const payments = stateless('payments', {
  commands: { charge: { takes: { cents: int, currency: text }, handle: () => reply() } },
})
const charge = (context, cents) => command('pay', context.id, 'charge', { cents, currency: 'EUR' })
const asked = cents => ({ service: 'pay', id: 'c1', handler: 'charge', argument: { cents, currency: 'EUR' } })
// Fields of an answer may come in another order than they were asked in.
const answered = cents => ({ argument: { currency: 'EUR', cents }, handler: 'charge', id: 'c1', service: 'pay' })
const left = { service: 'stock', id: 'tea', handler: 'left', argument: null }
const host = hostOf(order)
const ask = (handler, answers = [], argument = null) => decide(host, { service: 'order', handler, argument, answers, state: undefined })

test('a call is needed, then answered', async () => {
  assert.deepEqual(await ask('one', [], 7), { needs: [asked(7)] })
  assert.deepEqual(await ask('one', [{ call: answered(7), reply: 'r7' }], 7), { reply: 'r7' })
})

test('an answer is found by what was asked, not by its place', async () => {
  const answers = [{ call: answered(2), reply: 'r2' }, { call: answered(1), reply: 'r1' }]
  assert.deepEqual(await ask('together', answers), { reply: ['r1', 'r2'] })
  assert.deepEqual(await ask('one', answers, 3), { needs: [asked(3)] })
})

test('calls that follow each other take a round each, calls made together one', async () => {
  assert.deepEqual(await ask('inOrder'), { needs: [asked(1)] })
  assert.deepEqual(await ask('inOrder', [{ call: answered(1), reply: 'r' }]), { needs: [left] })
  assert.deepEqual(await ask('inOrder', [{ call: answered(1), reply: 'r' }, { call: left, reply: 3 }]), { reply: ['r', 3] })
  assert.deepEqual(await ask('together'), { needs: [asked(1), asked(2)] })
})

test('a rejection is thrown; uncaught it is the rejection of the handler', async () => {
  const problem = { code: 'declined', status: 409, detail: 'No money.' }
  const expected = { problem: { service: 'pay', ...problem } }
  assert.deepEqual(await ask('one', [{ call: answered(1), problem }], 1), expected)
  assert.deepEqual(await ask('one', [{ call: answered(1), problem: { ...problem, code: 'pay/declined' } }], 1), expected)
})

test('code that catches everything does not see that it was suspended', async () => {
  log.length = 0
  assert.deepEqual(await ask('catching'), { needs: [asked(1)] })
  assert.deepEqual(log, [])
  assert.deepEqual(await ask('catching', [{ call: answered(1), problem: { code: 'declined', status: 422, detail: '' } }]), { reply: 'caught' })
  assert.deepEqual(log, ['declined', 'finally'])
})

test('a call that nobody awaits is made all the same, and its rejection ends nothing', async () => {
  assert.deepEqual(await ask('forgetful'), { needs: [asked(1)] })
  assert.deepEqual(await ask('forgetful', [{ call: answered(1), problem: { code: 'x', status: 422, detail: '' } }]), { reply: 'done' })
})

test('a handler may wait for something of its own before it calls', async () => {
  assert.deepEqual(await ask('late'), { needs: [asked(1)] })
})

test('a query calls too', async () => {
  const price = { ...left, handler: 'price' }
  assert.deepEqual(await ask('price'), { needs: [price] })
  assert.deepEqual(await ask('price', [{ call: price, reply: 3 }]), { reply: 3 })
})

test('what is known of the called service is checked', async () => {
  await assert.rejects(ask('typed'), { message: 'context.call of a call that is wrong: payments.charge /currency: expected string, got nothing' })
  await assert.rejects(ask('wrong'), { message: 'context.call of a call that is wrong: payments.charge /cents: expected integer, got "1"' })
})

test('an asynchronous handler that throws is a failure', async () => {
  await assert.rejects(ask('throwing'), { message: 'order.throwing threw Error: boom' })
})

test('a Rejected of the author is a rejection', async () => {
  const own = stateless('own', { commands: { x: () => { throw new Rejected('other', 'no', 403, 'Not you.') } } })
  assert.deepEqual(await decide(hostOf(own), { service: 'own', handler: 'x', state: undefined }),
    { problem: { service: 'other', code: 'no', status: 403, detail: 'Not you.' } })
})

test('a query that found nothing gives null; what is no rejection is a failure', async () => {
  const price = { ...left, handler: 'price' }
  const there = problem => ask('price', [{ call: price, problem }])
  assert.deepEqual(await there({ code: 'nothing-there', status: 404, detail: '' }), { nothing: true })
  await assert.rejects(there({ code: 'unavailable', status: 503, detail: 'Later.' }),
    { message: 'stock/tea.price() was not answered: unavailable Later.' })
})

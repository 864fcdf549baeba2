// The reference services of docs/conformance.md.
import { bool, clear, command, entity, event, int, list, map, number, oneOf, optional, persist, query, reject, Rejected, reply, save, stateless, text, time, value } from 'holdfast'

const Added = event('Added', { amount: int })
const count = counter => counter.count

export const counter = entity('conformance-counter', {
  allow: 'anyone',
  state: { count: int },
  problems: { 'too-much': 'At most 1000 at once.' },
  events: { Added },
  apply: { Added: (counter, { amount }) => ({ count: counter.count + amount }) },
  commands: {
    add: { takes: int, handle: (_, amount) => (amount > 1000 ? reject('too-much') : persist(Added({ amount })).reply(count)) },
    addAll: { takes: list(int), handle: (_, amounts) => persist(...amounts.map(amount => Added({ amount }))).reply(count) },
    heard: {
      takes: { amount: int },
      onTopic: { topic: 'conformance-amounts', id: '/counter', filter: '/amount > 0', start: 'beginning', waits: true },
      handle: (_, { amount }) => persist(Added({ amount })),
    },
  },
  queries: {
    value: count,
    above: { takes: int, answer: ({ count }, least) => (count > least ? count : null) },
  },
})

const Line = { sku: text, quantity: int, cents: int }
const ItemAdded = event('ItemAdded', { line: Line }, {
  version: 2,
  upcast: { 1: ({ sku, count }) => ({ line: { sku, quantity: count, cents: 0 } }) },
})
const ItemRemoved = event('ItemRemoved', { sku: text })
const CheckedOut = event('CheckedOut', { cents: int })
const total = cart => Object.values(cart.lines).reduce((sum, line) => sum + line.quantity * line.cents, 0)
const spend = (cart, context) => context.call(command(counter, 'spent', 'add', total(cart)))

export const cart = entity('conformance-cart', {
  allow: 'user',
  state: { lines: map(Line), paid: bool },
  problems: {
    empty: 'Put something in first.',
    'checked-out': { status: 409, detail: 'This cart is already checked out.' },
  },
  events: { ItemAdded, ItemRemoved, CheckedOut },
  apply: {
    ItemAdded: (cart, { line }) => ({ ...cart, lines: { ...cart.lines, [line.sku]: line } }),
    ItemRemoved(cart, { sku }) {
      const { [sku]: removed, ...lines } = cart.lines
      return { ...cart, lines }
    },
    CheckedOut: cart => ({ ...cart, paid: true }),
  },
  commands: {
    addItem: {
      takes: Line,
      limits: { deadline: '2s', queue: 10, bodyBytes: 65536 },
      handle(cart, line, { id }) {
        if (cart.paid) return reject('checked-out')
        return persist(ItemAdded({ line })).schedule('expire', '30m', command('conformance-cart', id, 'expire'))
      },
    },
    removeItem: { takes: text, handle: (cart, sku) => (sku in cart.lines ? persist(ItemRemoved({ sku })) : reply()) },
    expire: cart => persist(...Object.keys(cart.lines).map(sku => ItemRemoved({ sku }))),
    checkout(cart, _, { id }) {
      if (cart.paid) return reject('checked-out')
      if (Object.keys(cart.lines).length === 0) return reject('empty')
      const cents = total(cart)
      return persist(CheckedOut({ cents }))
        .send(command(note, id, 'write', `Paid ${cents}.`).otherwise('notNoted', cents))
        .publish('conformance-checkouts', cart.lines)
        .publish('conformance-paid', 'eu', cents)
        .cancel('expire')
        .reply(total)
    },
    notNoted: { takes: int, handle: () => reply() },
    remindAt: { takes: time, handle: (_, at, { id }) => reply().schedule('remind', at, command(note, id, 'write', 'Remember.')) },
    async pay(cart, _, context) {
      const spent = await spend(cart, context)
      return persist(CheckedOut({ cents: total(cart) })).reply(() => spent)
    },
    async tryPay(cart, _, context) {
      try {
        return reply(await spend(cart, context))
      } catch (rejected) {
        if (rejected instanceof Rejected) return reply(-1)
        throw rejected
      }
    },
  },
  queries: { total: { route: 'GET /conformance/carts/{id}/total', answer: total } },
})

export const note = value('conformance-note', {
  state: { text, edits: int },
  commands: {
    write: { takes: text, handle: ({ edits }, text) => save({ text, edits: edits + 1 }).reply(next => next.edits) },
    erase: { onSchedule: { cron: '0 4 * * *', zone: 'Europe/Berlin', missed: 'skip', id: 'main' }, handle: () => clear() },
  },
  queries: { read: ({ text }) => text || null },
})

const All = {
  words: text, count: int, ratio: number, yes: bool, at: time, numbers: list(int), names: map(text), line: Line,
  maybe: optional(text), size: oneOf('SMALL', 'LARGE'),
}

export const echo = stateless('conformance-echo', {
  commands: {
    all: { takes: All, handle: (_, all) => reply(all) },
    above: { takes: int, handle: async (_, least, context) => reply(await context.call(query(counter, 'c1', 'above', least))) },
    both: {
      takes: int,
      async handle(_, amount, context) {
        const sides = ['left', 'right'].map(id => context.call(command(counter, id, 'add', amount)))
        return reply((await Promise.all(sides)).join('-'))
      },
    },
  },
})

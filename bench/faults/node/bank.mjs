import {
  bool, command, entity, event, int, map, optional, persist, reject, reply, text,
} from 'holdfast'

/** What is sent; numbered from 1 for each pair, 0 for one that has to be claimed. */
const Payment = { id: int, from: text, to: text, cents: int, number: int }
/** What a caller wants; the id is used once in a run. */
const Order = { id: int, to: text, cents: int }
/** For the mirror: what an account did, numbered from 1. */
const Posting = { account: text, number: int, cents: int }
const POSTINGS = 'bank-postings'

const Debited = event('Debited', { payment: Payment })
const Credited = event('Credited', { payment: Payment })
const Refunded = event('Refunded', { payment: Payment })
const Closed = event('Closed')
const Opened = event('Opened')

const post = (effect, { postings }, account, cents) =>
  effect.publish(POSTINGS, { account, number: postings + 1, cents })
const plus = (account, { payment: { cents } }) => ({
  ...account,
  balance: account.balance + cents,
  postings: account.postings + 1,
})
const payment = (order, number, { id: from }) => ({ ...order, from, number })

function debit(account, payment, then) {
  if (payment.cents > account.balance) {
    return reject('insufficient-funds', `The balance is ${account.balance}`)
  }
  return post(persist(Debited({ payment })), account, payment.from, -payment.cents).send(then)
}

/** Money on its way: a debit and the message that becomes the credit are one commit. */
export const account = entity('bank-account', {
  allow: 'anyone',
  state: { balance: int, postings: int, closed: bool, sent: map(int) },
  empty: { balance: 10_000 },
  problems: {
    'insufficient-funds': 'There is not enough on the account.',
    closed: 'The account is closed.',
  },
  events: { Debited, Credited, Refunded, Closed, Opened },
  apply: {
    Debited: (account, { payment: { to, cents, number } }) => ({
      ...account,
      balance: account.balance - cents,
      postings: account.postings + 1,
      sent: number > 0 ? { ...account.sent, [to]: number } : account.sent,
    }),
    Credited: plus,
    Refunded: plus,
    Closed: account => ({ ...account, closed: true }),
    Opened: account => ({ ...account, closed: false }),
  },
  commands: {
    transfer: {
      takes: Order,
      handle(account, order, context) {
        const sent = payment(order, (account.sent[order.to] ?? 0) + 1, context)
        const credit = command('bank-account', order.to, 'credit', sent).otherwise('refund', sent)
        return debit(account, sent, credit)
      },
    },
    // The receiver has to claim it, else it comes back.
    hold: {
      takes: Order,
      handle(account, order, context) {
        const held = payment(order, 0, context)
        return debit(account, held, command('bank-pending', `t${order.id}`, 'offer', held))
      },
    },
    credit: {
      takes: Payment,
      handle: (account, payment) =>
        account.closed
          ? reject('closed')
          : post(persist(Credited({ payment })), account, payment.to, payment.cents),
    },
    refund: {
      takes: Payment,
      handle: (account, payment) =>
        post(persist(Refunded({ payment })), account, payment.from, payment.cents),
    },
    close: ({ closed }) => (closed ? reply() : persist(Closed({}))),
    open: ({ closed }) => (closed ? persist(Opened({})) : reply()),
  },
  queries: { read: ({ balance }) => balance },
})

const Offered = event('Offered', { payment: Payment })
const Claimed = event('Claimed', { id: int })
const Expired = event('Expired', { id: int })
const GivenBack = event('GivenBack', { id: int })
const over = pending => ({ ...pending, over: true })
const refund = payment => command(account, payment.from, 'refund', payment)

/**
 * One transfer that its receiver has to claim before a timer returns it. Nothing here looks whether
 * the timer should have gone off: if one does that was cancelled, or twice, money comes out of
 * nowhere.
 */
export const pending = entity('bank-pending', {
  allow: 'anyone',
  state: { payment: optional(Payment), over: bool },
  problems: {
    'not-there': 'There is nothing to claim yet.',
    over: 'It is claimed or returned already.',
  },
  events: { Offered, Claimed, Expired, GivenBack },
  apply: {
    Offered: (_, { payment }) => ({ payment, over: false }),
    Claimed: over,
    Expired: over,
    GivenBack: over,
  },
  commands: {
    offer: {
      takes: Payment,
      handle: (_, payment, { id }) =>
        persist(Offered({ payment })).schedule('return', '3s', command('bank-pending', id, 'expire')),
    },
    claim({ payment, over }) {
      if (over) return reject('over')
      if (!payment) return reject('not-there')
      const credit = command(account, payment.to, 'credit', payment).otherwise('giveBack')
      return persist(Claimed({ id: payment.id })).cancel('return').send(credit)
    },
    // By the timer.
    expire: ({ payment }) => persist(Expired({ id: payment.id })).send(refund(payment)),
    // The receiver is closed.
    giveBack: ({ payment }) => persist(GivenBack({ id: payment.id })).send(refund(payment)),
  },
  queries: { over: ({ over }) => over },
})

const Noted = event('Noted', { number: int, cents: int })

/** What an account has come to, told by the topic of postings alone. */
export const mirror = entity('bank-mirror', {
  allow: 'anyone',
  state: { total: int },
  events: { Noted },
  apply: { Noted: ({ total }, { cents }) => ({ total: total + cents }) },
  commands: {
    note: {
      takes: Posting,
      onTopic: { topic: POSTINGS, id: '{account}', start: 'beginning' },
      handle: (_, { number, cents }) => persist(Noted({ number, cents })),
    },
  },
  queries: { read: ({ total }) => total },
})

const Ticked = event('Ticked')

/** Counts seconds: one run for each, however late. */
export const clock = entity('bank-clock', {
  allow: 'anyone',
  state: { ticks: int },
  events: { Ticked },
  apply: { Ticked: ({ ticks }) => ({ ticks: ticks + 1 }) },
  commands: {
    tick: {
      onSchedule: { cron: '* * * * * *', id: 'clock', missed: 'all' },
      handle: () => persist(Ticked({})),
    },
  },
  queries: { read: ({ ticks }) => ticks },
})

import { bool, clear, command, entity, event, int, list, map, number, oneOf, optional, persist, query, reject, reply, save, stateless, text, time, value } from 'holdfast'
import { scenario, world } from 'holdfast/testing'

const Line = { sku: text, quantity: int, cents: int }
const ItemAdded = event('ItemAdded', { line: Line })
const ItemRemoved = event('ItemRemoved', { sku: text })
const CheckedOut = event('CheckedOut', { cents: int })
const total = (cart: { lines: { readonly [sku: string]: { quantity: number; cents: number } } }) =>
  Object.values(cart.lines).reduce((sum, line) => sum + line.quantity * line.cents, 0)

export const cart = entity('cart', {
  allow: 'user',
  state: { lines: map(Line), paid: bool },
  problems: { empty: 'Put something in first.', 'checked-out': 'This cart is already checked out.' },
  events: { ItemAdded, ItemRemoved, CheckedOut },
  apply: {
    ItemAdded: (cart, { line }) => ({ ...cart, lines: { ...cart.lines, [line.sku]: line } }),
    ItemRemoved: (cart, { sku }) => {
      const { [sku]: removed, ...lines } = cart.lines
      return { ...cart, lines }
    },
    CheckedOut: cart => ({ ...cart, paid: true }),
  },
  commands: {
    addItem: {
      takes: Line,
      route: 'POST /carts/{id}/items',
      handle(cart, line) {
        if (cart.paid) return reject('checked-out')
        const quantity: number = line.quantity
        return persist(ItemAdded({ line: { ...line, quantity } }))
      },
    },
    removeItem: {
      takes: text,
      route: 'DELETE /carts/{id}/items/{sku}',
      handle: (cart, sku) => (sku in cart.lines ? persist(ItemRemoved({ sku })) : reply()),
    },
    checkout: {
      route: 'POST /carts/{id}/checkout',
      handle(cart) {
        if (cart.paid) return reject('checked-out')
        if (Object.keys(cart.lines).length === 0) return reject('empty')
        return persist(CheckedOut({ cents: total(cart) })).publish('checkouts', cart.lines).reply(total)
      },
    },
    both: {
      handle: (cart, _, context) =>
        persist(ItemRemoved({ sku: context.id }), CheckedOut({ cents: 1 }))
          .schedule('expire', '30m', command('cart', context.id, 'checkout'))
          .cancel('other'),
    },
    close: cart => (cart.paid ? reply() : persist(CheckedOut({ cents: 0 }))),
  },
  queries: { total: { route: 'GET /carts/{id}/total', answer: total }, paid: cart => cart.paid },
})

command(cart, 'c1', 'addItem', { sku: 'tea', quantity: 2, cents: 350 }).otherwise('removeItem', 'tea')
command(cart, 'c1', 'checkout')
query(cart, 'c1', 'total')
scenario(cart).when('addItem', { sku: 'tea', quantity: 2, cents: 350 }).when('checkout').replied(700)
scenario(cart).ask('paid').replied(false)
export const paid: Promise<number> = world(cart).seed(7).as('ann', 'admin').call<number>(command(cart, 'c1', 'checkout'))
export const later: Promise<void> = world(cart).advance('30m')

const shape = oneOf({ Circle: { radius: number }, Square: { side: number } })
export const profile = value('profile', {
  state: { name: text, born: optional(time), size: oneOf('small', 'large'), tags: list(text), shape: optional(shape) },
  commands: {
    rename: { takes: { name: text, note: optional(text) }, handle: (profile, { name }) => save({ ...profile, name }) },
    forget: () => clear(),
    round: profile => {
      const radius = profile.shape?.type === 'Circle' ? profile.shape.radius : 0
      const tag: string | undefined = profile.tags[0]
      return save({ name: `${radius}${tag}`, size: 'small' as const })
    },
  },
})
command(profile, 'p', 'rename', { name: 'anna' })

export const greeter = stateless('greeter', {
  commands: {
    async greet(_, __, context) {
      const cents = await context.call<number>(query(cart, context.id, 'total'))
      return reply(cents.toFixed(2))
    },
  },
})

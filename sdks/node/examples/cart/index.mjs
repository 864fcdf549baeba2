import { bool, entity, event, int, map, persist, reject, reply, text } from 'holdfast'
const Line = { sku: text, quantity: int, cents: int }
const ItemAdded = event('ItemAdded', { line: Line })
const ItemRemoved = event('ItemRemoved', { sku: text })
const CheckedOut = event('CheckedOut', { cents: int })
const total = cart => Object.values(cart.lines).reduce((sum, line) => sum + line.quantity * line.cents, 0)
export default entity('cart', {
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
        return persist(ItemAdded({ line }))
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
  },
  queries: { total: { route: 'GET /carts/{id}/total', answer: total } },
})

import { bool, command, entity, event, int, persist, reject, reply, text } from 'holdfast'
import { cart } from './sound.js'

// Each line below a marker is what a compiler has to refuse; one that compiles fails this check.
const Added = event('Added', { amount: int })
const Foreign = event('Foreign', { name: text })
const counter = { state: { value: int, open: bool }, events: { Added } }
const apply = { Added: (state: { value: number; open: boolean }) => state }

// A fold that forgets an event.
// @ts-expect-error
entity('counter', { ...counter, apply: {} })

// @ts-expect-error A foreign event.
entity('counter', { ...counter, apply, commands: { add: { handle: () => persist(Foreign({ name: 'x' })) } } })

// @ts-expect-error An undeclared problem.
entity('counter', { ...counter, apply, problems: { empty: '' }, commands: { add: { handle: () => reject('full') } } })

entity('counter', {
  ...counter,
  apply,
  commands: {
    add: {
      takes: int,
      handle: (counter, amount) => {
        // @ts-expect-error Writing to the state.
        counter.value = amount
        return reply()
      },
    },
  },
})

// @ts-expect-error A handler that returns nothing.
entity('counter', { ...counter, apply, commands: { add: { handle: () => {} } } })

// @ts-expect-error An unknown handler.
command(cart, 'c1', 'addThing', 1)

// @ts-expect-error A wrong argument.
command(cart, 'c1', 'addItem', { sku: 'tea', quantity: 'two', cents: 1 })

// @ts-expect-error An argument that is missing.
command(cart, 'c1', 'addItem')

// @ts-expect-error A field that the event does not have.
Added({ amount: 1, more: 2 })

// @ts-expect-error A state without one of its fields.
entity('counter', { ...counter, apply: { Added: () => ({ value: 1 }) } })

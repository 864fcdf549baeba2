import { entity, event, persist, int } from 'holdfast'

const Added = event('Added', { amount: int })

/** bench/counter in Node.js. */
export default entity('node-counter', {
  allow: 'anyone',
  state: { value: int },
  events: { Added },
  apply: { Added: (counter, { amount }) => ({ value: counter.value + amount }) },
  commands: {
    add: { takes: int, handle: (counter, amount) => persist(Added({ amount })).reply(next => next.value) },
  },
  queries: { value: counter => counter.value },
})

import { entity, event, int, persist } from 'holdfast'

const Added = event('Added', { amount: int })

// Every id is an instance of its own: POST /v1/services/@name@/ANY-ID/add
export default entity('@name@', {
  allow: 'anyone',
  state: { value: int },
  events: { Added },
  apply: {
    Added: (state, { amount }) => ({ value: state.value + amount }),
  },
  commands: {
    add: { takes: int, handle: (state, amount) => persist(Added({ amount })).reply(next => next.value) },
  },
  queries: { value: state => state.value },
})

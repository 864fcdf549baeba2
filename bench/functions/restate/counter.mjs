import * as restate from '@restatedev/restate-sdk'

const counter = restate.object({
  name: 'counter',
  handlers: {
    add: async (context, amount) => {
      const value = ((await context.get('value')) ?? 0) + amount
      context.set('value', value)
      return value
    },
    value: restate.handlers.object.shared(async context => (await context.get('value')) ?? 0),
  },
})

restate.serve({ services: [counter], port: Number(process.env.PORT) })

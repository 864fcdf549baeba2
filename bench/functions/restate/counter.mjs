import * as restate from '@restatedev/restate-sdk'

// The SDK wants Node.js 22, and nothing of it but this.
Promise.withResolvers ??= function () {
  const made = {}
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}

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

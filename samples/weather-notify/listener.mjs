import { entity, event, int, map, persist, reject, reply, text } from 'holdfast'

const Notification = { id: text, station: text, text }
const MovedTo = event('MovedTo', { url: text })
const Delivered = event('Delivered', { notification: Notification })

/** Who listens, and what reached them; an instance each, so that nobody waits for another. */
export const listener = entity('listener', {
  state: { url: text, delivered: map({ times: int, newest: text }) },
  problems: { refused: 'The receiver refused the notification.' },
  events: { MovedTo, Delivered },
  apply: {
    MovedTo: (state, { url }) => ({ ...state, url }),
    Delivered({ url, delivered }, { notification: { station, text } }) {
      const times = (delivered[station]?.times ?? 0) + 1
      return { url, delivered: { ...delivered, [station]: { times, newest: text } } }
    },
  },
  commands: {
    moveTo: {
      takes: text,
      handle: (state, url) => (url === state.url ? reply() : persist(MovedTo({ url }))),
    },
    deliver: {
      takes: Notification,
      limits: { deadline: '5s' },
      async handle({ url }, notification) {
        const { status, body } = await fetch(url, {
          method: 'POST',
          redirect: 'manual', // Whoever subscribed named this address and no other.
          headers: { 'content-type': 'application/json', 'webhook-id': notification.id },
          body: JSON.stringify(notification),
          signal: AbortSignal.timeout(3000),
        })
        await body?.cancel()
        if (status >= 200 && status < 300) return persist(Delivered({ notification }))
        if (status < 500 && status !== 408 && status !== 429) return reject('refused', `${status}`)
        throw new Error(`${url} answered ${status}`) // Tried again, and in the end parked.
      },
    },
  },
  queries: { delivered: ({ delivered }) => delivered },
})

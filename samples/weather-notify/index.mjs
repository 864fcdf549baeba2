import { createHash } from 'node:crypto'
import { bool, command, entity, event, int, map, text, time } from 'holdfast'
import { persist, reject, reply } from 'holdfast'

export { listener } from './listener.mjs'

const Subscribed = event('Subscribed', { name: text })
const Unsubscribed = event('Unsubscribed', { name: text })
const Told = event('Told', { id: text })
const idOf = says => createHash('sha256').update(says).digest('hex').slice(0, 32)
const each = (table, change) => Object.fromEntries(Object.entries(table).flatMap(change))

/** Who listens to a station, which is an instance, and how many notifications each was sent. */
export const notify = entity('notify', {
  state: { listeners: map(int) },
  problems: { 'not-a-url': 'A listener has a URL that begins with http:// or https://.' },
  events: { Subscribed, Unsubscribed, Told },
  apply: {
    Subscribed: ({ listeners }, { name }) => ({ listeners: { ...listeners, [name]: 0 } }),
    Unsubscribed: ({ listeners }, { name }) => ({
      listeners: each(listeners, other => (other[0] === name ? [] : [other])),
    }),
    Told: ({ listeners }) => ({ listeners: each(listeners, ([name, sent]) => [[name, sent + 1]]) }),
  },
  commands: {
    subscribe: {
      takes: { name: text, url: text },
      handle({ listeners }, { name, url }) {
        if (!/^https?:/.test(url) || !URL.canParse(url)) return reject('not-a-url')
        const effect = Object.hasOwn(listeners, name) ? reply() : persist(Subscribed({ name }))
        return effect.send(command('listener', name, 'moveTo', url))
      },
    },
    unsubscribe: {
      takes: text,
      handle: ({ listeners }, name) =>
        Object.hasOwn(listeners, name) ? persist(Unsubscribed({ name })) : reply(),
    },
    tell: {
      takes: { station: text, kind: text, begins: bool, time },
      onTopic: { topic: 'alerts', id: '{station}' },
      handle({ listeners }, { station, kind, begins, time }) {
        const says = `${kind} ${begins ? 'begins' : 'ends'} at ${station} as of ${time}`
        const notification = { id: idOf(says), station, text: says }
        const names = Object.keys(listeners)
        const told = names.length > 0 ? persist(Told({ id: notification.id })) : reply()
        const deliver = name => command('listener', name, 'deliver', notification)
        return names.reduce((effect, name) => effect.send(deliver(name)), told)
      },
    },
  },
  queries: { listeners: ({ listeners }) => listeners },
})

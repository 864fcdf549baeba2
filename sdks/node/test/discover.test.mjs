import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { entity, event, int, reply, stateless, text, value } from 'holdfast'
import { Host } from '../src/host/host.js'
import { hostOf, json } from './asking.mjs'

// UPDATE_GOLDEN=1 writes the files anew; look at what changed: a version that is deployed reads them.
for (const name of ['counter', 'cart', 'weather']) {
  test(`${name} is described as it always was`, async () => {
    const definitions = Object.values(await import(`../examples/${name}/index.mjs`))
    const described = json(hostOf(...definitions).discover())
    const golden = new URL(`golden/${name}.json`, import.meta.url)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, `${JSON.stringify(described, null, 2)}\n`)
    assert.deepEqual(described, JSON.parse(readFileSync(golden, 'utf8')))
  })
}

test('limits, rules, triggers and upcasts are described', () => {
  const Added = event('Added', { amount: int }, { version: 3, upcast: { 1: old => old, 2: old => old } })
  const box = entity('box', {
    allow: ['user', 'role:admin'],
    limits: { deadline: '2s', queue: 100 },
    state: { value: int },
    empty: { value: 7 },
    problems: { full: 'Full.', teapot: { status: 418, detail: 'I am one.' } },
    events: { Added },
    apply: { Added: box => box },
    commands: {
      add: { takes: { city: text }, allow: 'service:cart', limits: { queue: 5, bodyBytes: 10 }, handle: () => reply(),
        onTopic: ['all', { topic: 'orders', id: '{city}', filter: '/a exists', start: 'beginning', waits: true }] },
      tick: { handle: () => reply(), onSchedule: { cron: '0 4 * * *', id: 'main', zone: 'Europe/Berlin', missed: 'all' } },
    },
  })
  const [described] = json(hostOf(box).discover()).services
  assert.deepEqual(described.empty, { value: 7 })
  assert.deepEqual(described.events[0].upcasts, [1, 2])
  assert.deepEqual(described.handlers, [
    {
      name: 'add',
      kind: 'command',
      argument: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      reply: {},
      rejections: [{ code: 'full', status: 422 }, { code: 'teapot', status: 418 }],
      allow: ['service:cart'],
      limits: { deadline: '2s', queue: 5, bodyBytes: 10 },
      triggers: [
        { topic: 'all', id: '', filter: '', start: 'now', waits: false },
        { topic: 'orders', id: '{city}', filter: '/a exists', start: 'beginning', waits: true },
      ],
    },
    {
      name: 'tick',
      kind: 'command',
      reply: {},
      rejections: [{ code: 'full', status: 422 }, { code: 'teapot', status: 418 }],
      allow: ['user', 'role:admin'],
      limits: { deadline: '2s', queue: 100 },
      triggers: [{ cron: '0 4 * * *', zone: 'Europe/Berlin', missed: 'all', id: 'main' }],
    },
  ])
})

test('a value lists the events that the platform has for it', () => {
  const [{ events }] = json(hostOf(value('box', { state: { n: int }, version: 2, upcast: { 1: old => old } })).discover()).services
  assert.deepEqual(events.map(({ type, version, upcasts }) => [type, version, upcasts]), [['Cleared', 1, []], ['Saved', 2, [1]]])
})

test('only who keeps states says so', () => {
  assert.equal(new Host([stateless('a', {})]).discover().keepsStates, false)
  assert.equal(hostOf(stateless('a', {})).discover().keepsStates, true)
})

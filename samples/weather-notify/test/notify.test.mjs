import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { command } from 'holdfast'
import { scenario, world } from 'holdfast/testing'
import { listener, notify } from '../index.mjs'

const frost = { station: 'test', kind: 'FROST', begins: true, time: '2026-01-31T10:00:00Z' }
const says = 'FROST begins at test as of 2026-01-31T10:00:00.000Z'
const id = '1f528c0962f685a75a859ad70c5e91fe'
const notification = { id, station: 'test', text: says }

let status = 204
let received = []
const receiver = createServer(async (request, response) => {
  const body = JSON.parse(await new Response(request).text())
  received.push({ id: request.headers['webhook-id'], body })
  response.writeHead(status, { location: '/elsewhere' }).end()
})
let url
before(async () => {
  await new Promise(resolve => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${receiver.address().port}/`
})
after(() => receiver.close())

test('who subscribes is told of each alert', () => {
  scenario(notify)
    .when('subscribe', { name: 'ann', url: 'https://ann.example/' })
    .persisted({ type: 'Subscribed', name: 'ann' })
    .sent(command(listener, 'ann', 'moveTo', 'https://ann.example/'))
    .when('tell', frost)
    .persisted({ type: 'Told', id: notification.id })
    .sent(command(listener, 'ann', 'deliver', notification))
    .ask('listeners')
    .replied({ ann: 1 })
})

test('who subscribes again has moved and is not told twice', () => {
  scenario(notify)
    .given({ type: 'Subscribed', name: 'ann' }, { type: 'Told', id: 'x' })
    .when('subscribe', { name: 'ann', url: 'https://elsewhere.example/' })
    .persisted()
    .sent(command(listener, 'ann', 'moveTo', 'https://elsewhere.example/'))
    .state({ listeners: { ann: 1 } })
})

test('nobody is told who does not want to hear', async () => {
  received = []
  const all = world(notify, listener)
  await all.call(command(notify, 'test', 'subscribe', { name: 'ann', url }))
  await all.call(command(notify, 'test', 'unsubscribe', 'ann'))
  await all.call(command(notify, 'test', 'tell', frost))
  assert.deepEqual([received, all.parked, all.state(notify, 'test')], [[], [], { listeners: {} }])
})

test('only web addresses can be told', () => {
  for (const url of ['', 'file:///etc/passwd', 'http:', 'ann.example']) {
    scenario(notify).when('subscribe', { name: 'ann', url }).rejected('not-a-url')
  }
})

test('a notification carries an id by which a repetition is known', async () => {
  received = []
  status = 204
  await scenario(listener)
    .given({ type: 'MovedTo', url })
    .when('deliver', notification)
    .persisted({ type: 'Delivered', notification })
    .state({ url, delivered: { test: { times: 1, newest: says } } })
  assert.deepEqual(received, [{ id: notification.id, body: notification }])
})

test('a receiver that refuses is not asked again, wherever it points', async () => {
  for (status of [302, 400, 410]) {
    await scenario(listener)
      .given({ type: 'MovedTo', url })
      .when('deliver', notification)
      .rejected('refused')
  }
})

test('a receiver that cannot now fails the delivery, and nothing is written', async () => {
  for (status of [408, 429, 500, 503]) {
    const delivery = scenario(listener).given({ type: 'MovedTo', url })
    await assert.rejects(async () => await delivery.when('deliver', notification), /answered/)
  }
})

test('one that has moved gets it where it is now', async () => {
  received = []
  status = 200
  const all = world(notify, listener)
  for (const where of ['http://127.0.0.1:1/', url]) {
    await all.call(command(notify, 'test', 'subscribe', { name: 'ann', url: where }))
  }
  await all.call(command(notify, 'test', 'tell', frost))
  assert.equal(received.length, 1)
  assert.equal(all.state(listener, 'ann').delivered.test.times, 1)
})

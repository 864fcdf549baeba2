import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { definitionsOf } from '../src/folder/folder.js'
import { resolveToThisPackage } from '../src/folder/resolve.js'
import { decide, hostOf } from './asking.mjs'

// The files of the users' page, as they stand there; its tests are run as tests of this file.
const page = readFileSync(new URL('../../../docs/sdk-node.md', import.meta.url), 'utf8')
const files = [...page.matchAll(/^`(\S+\.mjs)`:\n\n```js\n(.*?)^```$/gms)]
const place = mkdtempSync(join(tmpdir(), 'holdfast-docs-'))
after(() => rmSync(place, { recursive: true }))
for (const [, path, text] of files) {
  mkdirSync(dirname(join(place, path)), { recursive: true })
  writeFileSync(join(place, path), text)
}
resolveToThisPackage()
const served = {}
const isTest = path => path.startsWith('test/')
for (const [, path] of files) {
  if (!isTest(path)) served[dirname(path)] = await definitionsOf(join(place, dirname(path)))
}
// Nothing is awaited after this: the runner ends once the tests that it knows of have run.
await Promise.all(files.filter(([, path]) => isTest(path)).map(([, path]) => import(pathToFileURL(join(place, path)))))
const host = hostOf(...Object.values(served).flat())

test('every example of the page is a file, and its services are sound together', () => {
  assert.equal(files.length, page.match(/^```js$/gm).length)
  assert.deepEqual(host.names, ['account', 'cart', 'counter', 'crate', 'greeter', 'heat', 'report', 'reservation', 'weather-station'])
  assert.deepEqual(served.elsewhere.map(({ name }) => name), ['counter', 'cart'])
})

test('what the page asks a service is answered as it says', async () => {
  const [, request, answer] = /^curl -d '(.*)' \\\n.*\n(.*)$/m.exec(page)
  assert.deepEqual(await decide(host, JSON.parse(request)), JSON.parse(answer))
})

test('the decisions of the page', async () => {
  const ask = (service, handler, argument, value = null, more = {}) =>
    decide(host, { service, handler, argument, state: { token: 't', value }, ...more })
  const timers = async (...asked) => (await ask('reservation', ...asked)).timers
  const call = { service: 'reservation', id: 'c1', handler: 'expire', argument: null }
  assert.deepEqual(await timers('hold', 'ann'), [{ name: 'expire', after: 1_800_000, call }])
  assert.deepEqual(await timers('holdUntil', '2026-02-01T08:00:00Z'), [{ name: 'expire', at: '2026-02-01T08:00:00.000Z', call }])
  assert.deepEqual(await timers('pay', null), [{ name: 'expire', cancel: true }])
  assert.deepEqual((await ask('reservation', 'expire', null)).events, [{ type: 'Cleared', version: 1, data: {} }])
  assert.equal((await ask('weather-station', 'observe', { time: '2026-01-31T10:00:00Z', city: 'oslo', celsius: 31 })).publishes[0].payload.city, 'oslo')
  assert.deepEqual((await ask('heat', 'note', { city: 'oslo', celsius: 31 })).events[0].data, { days: 1 })
  assert.deepEqual((await ask('report', 'write', null)).events[0].data, { written: 1 })
  assert.equal((await ask('cart', 'checkout', null, { lines: {}, paid: true })).problem.status, 409)
  assert.deepEqual((await ask('cart', 'addItem', { sku: 'tea', quantity: 'two', cents: 1 })).problem,
    { code: 'invalid-argument', status: 400, pointer: '/quantity', detail: 'expected integer, got "two"' })
  const old = { type: 'PieceAdded', version: 1, data: { sku: 'tea', count: 2 } }
  assert.deepEqual(host.fold({ service: 'crate', instances: [{ state: null, events: [old] }] }).instances,
    [{ state: { pieces: [{ sku: 'tea', quantity: 2, cents: 0 }] } }])
  assert.deepEqual((await ask('greeter', 'price', 'c7')).needs, [{ service: 'cart', id: 'c7', handler: 'total', argument: null }])
  assert.equal((await ask('greeter', 'abroad', 'tea')).needs[0].service, 'translate')
})

test('the pages that the page names are there', () => {
  const docs = new URL('../../../docs/', import.meta.url)
  for (const [, link] of page.matchAll(/\]\(([\w/.-]+\.md)/g)) assert.ok(existsSync(new URL(link, docs)), link)
})

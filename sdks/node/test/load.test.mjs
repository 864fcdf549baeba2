import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entity, event, int, InvalidService, list, map, oneOf, optional, reply, stateless, text, value, view, workflow } from 'holdfast'
import { hostOf } from './asking.mjs'

function faultsOf(...definitions) {
  try {
    hostOf(...definitions)
  } catch (fault) {
    assert.ok(fault instanceof InvalidService, fault.stack)
    return fault.faults
  }
  return []
}

const Added = event('Added', { amount: int })
const part = { state: { value: int }, events: { Added }, apply: { Added: box => box } }
const box = spec => entity('box', { ...part, ...spec })
const does = spec => box({ commands: { add: { handle: () => reply(), ...spec } } })
const open = { allow: 'user' }

const faults = [
  [() => entity('Box', part), 'An entity is named "Box". A name is lower case words joined by hyphens, such as "weather-station", at most 64 characters.'],
  [() => workflow('order', {}), 'order is a workflow: workflows arrive with a later release.'],
  [() => view('orders', {}), 'orders is a view: views arrive with a later release.'],
  [() => entity('box'), "box has no definition. Write entity('box', { … })."],
  [() => ({}), "[object Object] is no service. Write entity('…', { … }), value or stateless."],
  [() => box({ comands: {} }), 'box has comands, which is no part of an entity. There are allow, limits, problems, commands, queries, state, empty, events, apply.'],
  [() => stateless('box', { state: {} }), 'box has state, which is no part of a stateless service. There are allow, limits, problems, commands, queries.'],
  [() => value('box', {}), 'box has no state. Add state: { value: int }, with a schema for each field.'],
  [() => box({ state: { lines: map({ at: Date }) } }), 'box.state has Date, which has no JSON form (at /lines/*/at). Use int, number, text, bool, time, list, map, optional, oneOf or an object of these.'],
  [() => box({ state: { a: list(undefined) } }), 'box.state has undefined, which has no JSON form (at /a/0). Use int, number, text, bool, time, list, map, optional, oneOf or an object of these.'],
  [() => box({ state: { a: optional(oneOf(1, 2)) } }), 'box.state has a oneOf of neither texts nor objects, which has no JSON form (at /a). Use int, number, text, bool, time, list, map, optional, oneOf or an object of these.'],
  [() => box({ state: { shape: oneOf({ Point: {} }) } }), 'box has no empty state: there is no zero for shape. Add empty: { shape: … }, the state of an instance before its first event.'],
  [() => box({ empty: { value: 'x' } }), 'box has an empty state that does not fit: /value: expected integer, got "x".'],
  [() => box({ apply: {} }), 'box persists Added but does not say what it does to the state. Add apply.Added: (state, event) => nextState.'],
  [() => box({ apply: { Added: box => box, Gone: box => box } }), 'box has apply.Gone, but no event Gone. Add it to events, or remove it.'],
  [() => box({ events: { Added: { amount: int } } }), "box.events.Added is no event. Write event('Added', { … })."],
  [() => box({ events: { Added, Other: event('Added', {}) }, apply: { Added: box => box, Other: box => box } }), 'box has two types of events named Added. Rename one.'],
  [() => box({ events: { Added: event('added', {}) } }), 'box has the event "added". An event is named in PascalCase, such as "ItemAdded".'],
  [() => box({ events: { Added: event('Added', { type: text }) } }), "box: event Added has a field named type, which is the event's own name. Choose another one."],
  [() => box({ events: { Added: event('Added', {}, { version: 0 }) } }), 'box: event Added is version 0. A version is a number from 1.'],
  [() => box({ events: { Added: event('Added', {}, { upcast: { 1: old => old } }) } }), 'box: event Added is version 1, and so is no later than its upcast from 1. Write { version: 2, upcast: { … } }.'],
  [() => box({ problems: { CHECKED_OUT: 'x' } }), 'box has the problem "CHECKED_OUT". A problem is lower case words joined by hyphens, such as "checked-out".'],
  [() => box({ problems: { full: { status: 500, detail: 'x' } } }), 'box has the problem "full" with status 500. A rejection has one from 400 to 499.'],
  [() => box({ problems: { full: 3 } }), "box has the problem \"full\" without words. Write 'full': 'What the caller is told.'."],
  [() => box({ allow: 'everyone' }), 'box has the rule allow: "everyone", which is none. Use "anyone", "user", "role:NAME" or "service:NAME".'],
  [() => box({ limits: { deadline: '2 seconds' } }), 'box has limits that cannot be read. Write the deadline like "500ms", "10s" or "2m", the others as positive numbers.'],
  [() => box({ commands: { add: {} } }), 'box.add does nothing. Write add: { handle: (state, argument, context) => … }.'],
  [() => box({ commands: { add_item: () => reply() } }), "box.add_item is no handler's name. Write a camelCase word, such as addItem."],
  [() => box({ queries: { events: () => 1 } }), 'box.events is named "events", but GET /v1/services/box/{id}/events is the journal of an instance. Choose another name.'],
  [() => box({ commands: { add: () => reply() }, queries: { add: () => 1 } }), "box.add is there twice: a handler's name is its address. Rename one."],
  [() => does({ path: '/x' }), 'box.add has path, which is no part of a command. There are handle, takes, route, allow, limits, onTopic, onSchedule.'],
  [() => does({ takes: String }), 'The argument of box.add has String, which has no JSON form. Use int, number, text, bool, time, list, map, optional, oneOf or an object of these.'],
  [() => does({ route: 'POST /boxes/{id}' }), "box.add has a route but nobody may call it. Add allow: 'user', allow: 'anyone' or another rule to it or to box."],
  [() => does({ ...open, route: 'post boxes' }), 'box.add has the route "post boxes", which cannot be read. Write a method, a space and a path, such as "GET /carts/{id}/items?from=".'],
  [() => does({ ...open, route: 'POST /v1/{id}' }), "box.add has the route \"POST /v1/{id}\", but all paths under /v1 are the platform's own. Choose another beginning."],
  [() => does({ ...open, route: 'POST /boxes' }), 'box.add has a route that names no instance. Put {id} into its path.'],
  [() => does({ ...open, route: 'POST /boxes/{id}/{sku}' }), 'box.add has a route with sku, but no argument with a field of that name. Add it, or remove it from the route.'],
  [() => does({ ...open, takes: text, route: 'POST /boxes/{id}/{a}?b=' }), 'box.add has a route with a, b, but an argument that is one value. Put them in an object.'],
  [() => does({ onTopic: 'Orders' }), 'box.add listens to the topic "Orders". A topic is lower case words joined by hyphens, at most 64 characters.'],
  [() => does({ takes: { a: { b: list(int) } }, onTopic: { topic: 'orders', id: '{a.b}' } }), 'box.add takes its id from {a.b}, which is no text, number or boolean of its argument. Name one of its fields, or write a JSON pointer such as "/a/b".'],
  [() => does({ onTopic: { topic: 'orders', start: 'soon' } }), 'box.add starts at "soon". Write "now", "beginning" or a time such as "2026-01-31T10:00:00Z".'],
  [() => does({ onSchedule: '0 4 * * *' }), "box.add has onSchedule without an id. Say which instance: onSchedule: { cron: '0 4 * * *', id: '…' }."],
  [() => does({ takes: int, onSchedule: { cron: '0 4 * * *', id: 'a' } }), 'box.add has onSchedule but takes an argument: the calendar has none. Remove it.'],
  [() => does({ onSchedule: { cron: '0 4 * * *', id: 'a', zone: 'Mars' } }), 'box.add has the zone "Mars", which is not known. Write one such as "UTC" or "Europe/Berlin".'],
  [() => does({ onSchedule: { cron: '0 4 * * *', id: 'a', missed: 'some' } }), 'box.add has missed: "some". Write "once", "skip" or "all".'],
]
for (const [make, expected] of faults) {
  test(`told: ${expected}`, () => assert.deepEqual(faultsOf(make()), [expected]))
}

test('a topic may take its id from any text of the argument', () => {
  const takes = { a: optional({ b: text }), m: map(int), shape: oneOf({ Circle: { city: text } }) }
  const id = '{a.b}-{m.x}-{shape.city}-{shape.type}'
  assert.deepEqual(faultsOf(does({ takes, onTopic: { topic: 'orders', id } })), [])
})

test('all faults of all services are told at once, what is there twice among them', () => {
  const routed = name => stateless(name, {
    allow: 'user',
    queries: { total: { takes: { id: text }, route: `GET /totals/{id}?${name}`, answer: () => 1 } },
  })
  const query = name => ({ total: { ...open, route: `GET /carts/{${name}}/total`, answer: () => 1 } })
  assert.deepEqual(
    faultsOf(
      entity('cart', { ...part, apply: {}, queries: query('id') }),
      entity('invoice', { ...part, allow: 'x', queries: query('cart') }),
      value('cart', { state: {} }),
      routed('Wrong')),
    [
      'cart persists Added but does not say what it does to the state. Add apply.Added: (state, event) => nextState.',
      'invoice has the rule allow: "x", which is none. Use "anyone", "user", "role:NAME" or "service:NAME".',
      'A stateless service is named "Wrong". A name is lower case words joined by hyphens, such as "weather-station", at most 64 characters.',
      'Wrong.total has the route "GET /totals/{id}?Wrong", which cannot be read. Write a method, a space and a path, such as "GET /carts/{id}/items?from=".',
      'Two services are both named "cart". A name is one service\'s address.',
      'Two routes are the same: GET /carts/{id}/total in cart.total and GET /carts/{cart}/total in invoice.total.',
    ])
})

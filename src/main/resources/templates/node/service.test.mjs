import { test } from 'node:test'
import { scenario } from 'holdfast/testing'
import service from '../index.mjs'

test('what is added is added up', () => {
  scenario(service)
    .when('add', 2)
    .persisted({ type: 'Added', amount: 2 })
    .when('add', 40)
    .replied(42)
    .ask('value')
    .replied(42)
})

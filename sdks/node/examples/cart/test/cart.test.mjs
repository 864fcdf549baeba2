import { test } from 'node:test'
import { scenario } from 'holdfast/testing'
import cart from '../index.mjs'

const tea = { sku: 'tea', quantity: 2, cents: 350 }

test('an empty cart is not checked out', () => {
  scenario(cart).when('checkout').rejected('empty')
})

test('a cart is checked out once', () => {
  scenario(cart)
    .when('addItem', tea)
    .when('checkout')
    .persisted({ type: 'CheckedOut', cents: 700 })
    .published('checkouts', { tea })
    .replied(700)
    .when('addItem', tea)
    .rejected('checked-out')
    .ask('total')
    .replied(700)
})

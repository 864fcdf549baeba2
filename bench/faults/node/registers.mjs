import { entity, event, int, list, persist, reject } from 'holdfast'

const Appended = event('Appended', { value: int })

/** A list that only grows: a read tells every append before it, and their order. */
export const sequence = entity('fault-list', {
  allow: 'anyone',
  state: { values: list(int) },
  events: { Appended },
  apply: { Appended: ({ values }, { value }) => ({ values: [...values, value] }) },
  commands: {
    // Answers with the place of the value, counted from 1.
    append: {
      takes: int,
      handle: (_, value) => persist(Appended({ value })).reply(next => next.values.length),
    },
  },
  queries: { read: ({ values }) => values },
})

const Written = event('Written', { value: int })

/** One number that is replaced, blindly or only if it is what the caller expects. */
export const register = entity('fault-register', {
  allow: 'anyone',
  state: { value: int },
  problems: { mismatch: 'The value is another one' },
  events: { Written },
  apply: { Written: (_, { value }) => ({ value }) },
  commands: {
    write: { takes: int, handle: (_, value) => persist(Written({ value })) },
    // A mismatch tells what is there, so it proves as much as a read.
    cas: {
      takes: { expected: int, value: int },
      handle: (register, { expected, value }) =>
        expected === register.value
          ? persist(Written({ value }))
          : reject('mismatch', `The value is ${register.value}`),
    },
  },
  queries: { read: ({ value }) => value },
})

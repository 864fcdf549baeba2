import { Host } from '../src/host/host.js'

const STATES = { most: 100, mostBytes: 1_000_000 }

/** A host of these services that keeps states, as a supervised process does. */
export function hostOf(...definitions) {
  return new Host(definitions, { states: STATES, dev: true })
}

/** The answer as the wire has it: what JSON leaves out is not there. */
export async function decide(host, request) {
  const whole = {
    id: 'c1',
    argument: null,
    state: { token: 't0', value: null },
    sequence: 0,
    now: '2026-01-31T10:00:00.000Z',
    deadline: '2026-01-31T10:00:02.000Z',
    caller: { kind: 'user', name: 'anna', roles: ['admin'] },
    answers: [],
    ...request,
  }
  return json(await host.decide(json(whole)))
}

export function json(value) {
  return JSON.parse(JSON.stringify(value))
}

import { readFileSync } from 'node:fs'
import { inspect, isDeepStrictEqual } from 'node:util'
import { serviceOf } from '../service/bind.js'

/**
 * Folds a recorded journal, a file with an event a line and maybe the state in the last one, and
 * throws if this version of the service cannot read it or comes to another state.
 */
export function golden(definition, path) {
  const service = serviceOf(definition)
  let state = service.empty
  readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const at = `${path}:${index + 1}`
    const recorded = parsed(at, line)
    if (recorded.state !== undefined) {
      demandState(at, service, state, recorded.state)
    } else {
      state = folded(at, service, state, recorded)
    }
  })
}

function parsed(at, line) {
  try {
    return JSON.parse(line)
  } catch (fault) {
    throw new Error(`${at} is no event: ${fault.message}`)
  }
}

function folded(at, service, state, { type, version = 1, data }) {
  if (type === undefined || data === undefined) {
    throw new Error(`${at} is no event: it needs a type and its data`)
  }
  if (!service.events.has(type)) {
    throw new Error(`${at} ${service.name}: event type ${type} is in the journal but not in this` +
      ` version. Renamed? Write event('${type}', …) for the new one. Removed? Keep it.`)
  }
  try {
    return service.fold(state, { type, version, data })
  } catch (fault) {
    throw new Error(`${at} ${service.name}: ${type} version ${version} does not fit any more:` +
      ` ${fault.message}. Make the field optional, or add an upcast from version ${version}.`)
  }
}

function demandState(at, service, state, recorded) {
  const expected = service.readState(recorded)
  if (!isDeepStrictEqual(state, expected)) {
    throw new Error(`${at} ${service.name} comes to ${inspect(state)}, recorded was` +
      ` ${inspect(expected)}.`)
  }
}

import { isPlain, Fault } from '../schema/fault.js'
import { wordOf } from '../schema/words.js'
import { deepFreeze } from './freeze.js'
import { readEvents, readSaved } from './events.js'
import { readHandlers } from './handlers.js'
import { isServiceName } from './names.js'
import { problemTable } from './problems.js'
import { checkLimits, rules } from './rules.js'
import { reportWord } from './schemas.js'
import { Service } from './service.js'

const COMMON = ['allow', 'limits', 'problems', 'commands', 'queries']
const PARTS = {
  entity: [...COMMON, 'state', 'empty', 'events', 'apply'],
  value: [...COMMON, 'state', 'empty', 'version', 'upcast'],
  stateless: COMMON,
}
const LATER = { workflow: 'workflows', view: 'views' }

/** Reads one definition and reports every fault; it goes on after a fault where it can. */
export function readService(definition, report) {
  const { kind, name } = definition
  const service = new Service(definition)
  if (!isServiceName(name)) {
    report(`${upper(aKind(kind))} is named "${name}". A name is lower case words joined by hyphens, such as` +
      ' "weather-station", at most 64 characters.')
  }
  if (kind in LATER) {
    report(`${name} is ${aKind(kind)}: ${LATER[kind]} arrive with a later release.`)
    return service
  }
  if (!isPlain(definition.spec)) {
    report(`${name} has no definition. Write ${kind}('${name}', { … }).`)
    return service
  }
  checkParts(definition, report)
  const { spec } = definition
  rules(name, spec.allow, report)
  checkLimits(name, spec.limits, report)
  service.problems = problemTable(name, spec.problems, report)
  if (kind !== 'stateless') readState(service, spec, report)
  if (kind === 'entity') service.events = readEvents(service, spec, report)
  if (kind === 'value') service.events = readSaved(service, spec, report)
  service.handlers = readHandlers(service, spec, report)
  return service
}

function checkParts({ kind, name, spec }, report) {
  for (const part of Object.keys(spec)) {
    if (!PARTS[kind].includes(part)) {
      report(`${name} has ${part}, which is no part of ${aKind(kind)}. There are` +
        ` ${PARTS[kind].join(', ')}.`)
    }
  }
}

function aKind(kind) {
  return kind === 'entity' ? 'an entity' : `a ${kind}${kind === 'stateless' ? ' service' : ''}`
}

function upper(words) {
  return words[0].toUpperCase() + words.slice(1)
}

function readState(service, spec, report) {
  const { name } = service
  if (!isPlain(spec.state)) {
    report(`${name} has no state. Add state: { value: int }, with a schema for each field.`)
    return
  }
  service.state = wordOf(spec.state)
  if (!reportWord(`${name}.state`, service.state, report)) return
  const empty = { ...service.state.zero(), ...spec.empty }
  const missing = Object.keys(spec.state).filter(field => empty[field] === undefined)
  if (missing.length > 0) {
    report(`${name} has no empty state: there is no zero for ${missing.join(', ')}. Add` +
      ` empty: { ${missing[0]}: … }, the state of an instance before its first event.`)
    return
  }
  try {
    // All instances begin with this one object, so not even in production may one change it.
    service.empty = deepFreeze(service.state.read(empty, true))
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    report(`${name} has an empty state that does not fit: ${fault.message}.`)
  }
}

import { eventType } from '../event.js'
import { isPlain } from '../schema/fault.js'
import { wordOf } from '../schema/words.js'
import { EventBinding } from './event-binding.js'
import { isEventName } from './names.js'
import { reportWord } from './schemas.js'

/** The events of an entity by their wire names. */
export function readEvents(service, spec, report) {
  const { name } = service
  const events = new Map()
  const folds = isPlain(spec.apply) ? spec.apply : {}
  const declared = isPlain(spec.events) ? spec.events : {}
  for (const [key, make] of Object.entries(declared)) {
    const type = eventType(make)
    if (type === undefined) {
      report(`${name}.events.${key} is no event. Write event('${key}', { … }).`)
      continue
    }
    if (typeof folds[key] !== 'function') {
      report(`${name} persists ${key} but does not say what it does to the state. Add` +
        ` apply.${key}: (state, event) => nextState.`)
    }
    if (events.has(type.type)) {
      report(`${name} has two types of events named ${type.type}. Rename one.`)
    }
    checkEvent(name, type, report)
    events.set(type.type, new EventBinding(type, folds[key], `${name}.apply.${key}`))
  }
  for (const key of Object.keys(folds)) {
    if (!(key in declared)) {
      report(`${name} has apply.${key}, but no event ${key}. Add it to events, or remove it.`)
    }
  }
  return events
}

function checkEvent(service, type, report) {
  const who = `${service}: event ${type.type}`
  if (!isEventName(type.type)) {
    report(`${service} has the event "${type.type}". An event is named in PascalCase, such as` +
      ' "ItemAdded".')
  }
  if (type.word.fields?.has('type')) {
    report(`${who} has a field named type, which is the event's own name. Choose another one.`)
  }
  if (type.word.fields === undefined) {
    report(`${who} has no fields. Write event('${type.type}', { amount: int }).`)
  }
  reportWord(who, type.word, report)
  checkVersions(who, type, report)
}

function checkVersions(who, { version, upcast }, report) {
  if (!Number.isSafeInteger(version) || version < 1) {
    report(`${who} is version ${version}. A version is a number from 1.`)
  }
  for (const [older, turn] of Object.entries(upcast)) {
    if (!(Number(older) >= 1 && Number(older) < version)) {
      report(`${who} is version ${version}, and so is no later than its upcast from ${older}. Write` +
        ` { version: ${Number(older) + 1 || 2}, upcast: { … } }.`)
    }
    if (typeof turn !== 'function') {
      report(`${who} has an upcast from ${older} that is no function: ${older}: old => ({ … }).`)
    }
  }
}

/** The two events of a service whose state is replaced as a whole. */
export function readSaved(service, spec, report) {
  const { version = 1, upcast = {} } = spec
  const saved = { type: 'Saved', version, upcast, word: service.state }
  const cleared = { type: 'Cleared', version: 1, upcast: {}, word: wordOf({}) }
  checkVersions(service.name, saved, report)
  return new Map([
    ['Saved', new EventBinding(saved, (_, next) => next, service.name)],
    ['Cleared', new EventBinding(cleared, () => service.empty, service.name)],
  ])
}

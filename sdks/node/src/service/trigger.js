import { canonicalTime } from '../schema/time.js'
import { isServiceName } from './names.js'

const MISSED = ['once', 'skip', 'all']
const VARIABLE = /\{([^{}]*)\}/g

/** What runs a command beside calls, as it stands in the description: topics and schedules. */
export function triggers(who, spec, handler, report) {
  const found = [
    ...each(spec.onTopic).map(topic => onTopic(who, topic, handler, report)),
    ...each(spec.onSchedule).map(schedule => onSchedule(who, schedule, handler, report)),
  ]
  if (handler.kind === 'query' && found.length > 0) {
    report(`${who} is a query with a trigger: nothing would come of it. Make it a command.`)
  }
  return found
}

function each(given) {
  return given === undefined ? [] : Array.isArray(given) ? given : [given]
}

function onTopic(who, given, handler, report) {
  const spec = typeof given === 'string' ? { topic: given } : given
  const { topic, id = '', filter = '', start = 'now', waits = false } = spec
  if (!isServiceName(topic)) {
    report(`${who} listens to the topic "${topic}". A topic is lower case words joined by hyphens,` +
      ' at most 64 characters.')
  }
  if (!id.startsWith('/')) checkFields(who, id, handler.takes, report)
  if (start !== 'now' && start !== 'beginning' && canonicalTime(start) === undefined) {
    report(`${who} starts at "${start}". Write "now", "beginning" or a time such as` +
      ' "2026-01-31T10:00:00Z".')
  }
  return { topic, id, filter, start, waits }
}

/** What names the instance must be in every message, and so in the argument. */
function checkFields(who, id, takes, report) {
  for (const [, name] of id.matchAll(VARIABLE)) {
    const path = name.split('.')
    if (!holdsText(takes, path)) {
      report(`${who} takes its id from {${name}}, which is no text, number or boolean of its` +
        ` argument. Name one of its fields, or write a JSON pointer such as "/${path.join('/')}".`)
    }
  }
}

/** Whether there is text, a number or a boolean at this path; a map has every field. */
function holdsText(word, path) {
  if (word === undefined) return false
  if (word.omits) return holdsText(word.value, path)
  const schema = word.schema(false)
  if (path.length === 0) return ['string', 'integer', 'number', 'boolean'].includes(schema.type)
  const [first, ...rest] = path
  if (word.variants !== undefined) {
    return (first === 'type' && rest.length === 0) ||
      [...word.variants.values()].some(variant => holdsText(variant, path))
  }
  if (word.fields !== undefined) return holdsText(word.fields.get(first), rest)
  return schema.additionalProperties === undefined ? false : holdsText(word.value, rest)
}

function onSchedule(who, given, handler, report) {
  const spec = typeof given === 'string' ? { cron: given } : given
  const { cron, id = '', zone = 'UTC', missed = 'once' } = spec
  if (id === '' && handler.service.kind !== 'stateless') {
    report(`${who} has onSchedule without an id. Say which instance:` +
      ` onSchedule: { cron: '${cron}', id: '…' }.`)
  }
  if (handler.takes !== undefined) {
    report(`${who} has onSchedule but takes an argument: the calendar has none. Remove it.`)
  }
  if (!isZone(zone)) {
    report(`${who} has the zone "${zone}", which is not known. Write one such as "UTC" or` +
      ' "Europe/Berlin".')
  }
  if (!MISSED.includes(missed)) {
    report(`${who} has missed: "${missed}". Write "once", "skip" or "all".`)
  }
  return { cron, zone, missed, id }
}

function isZone(zone) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

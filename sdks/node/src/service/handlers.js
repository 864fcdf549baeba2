import { isPlain } from '../schema/fault.js'
import { wordOf } from '../schema/words.js'
import { Handler } from './handler.js'
import { isHandlerName } from './names.js'
import { reportWord } from './schemas.js'
import { checkRoute } from './route.js'
import { allowed, checkLimits, merged, rules } from './rules.js'
import { triggers } from './trigger.js'

/** One address of an instance is not its handlers' to answer at. */
const JOURNAL = 'events'
const COMMON = ['takes', 'route', 'allow', 'limits']
const PARTS = {
  command: ['handle', ...COMMON, 'onTopic', 'onSchedule'],
  query: ['answer', ...COMMON],
}

/** The handlers of a service by name, in an order that does not depend on the author's. */
export function readHandlers(service, spec, report) {
  const entries = [
    ...Object.entries(spec.commands ?? {}).map(([name, given]) => ['command', name, given]),
    ...Object.entries(spec.queries ?? {}).map(([name, given]) => ['query', name, given]),
  ]
  entries.sort(([, one], [, other]) => (one < other ? -1 : 1))
  const handlers = new Map()
  for (const [kind, name, given] of entries) {
    const who = `${service.name}.${name}`
    if (handlers.has(name)) {
      report(`${who} is there twice: a handler's name is its address. Rename one.`)
    }
    const handler = readHandler(service, { kind, name, given, who }, report)
    if (handler !== undefined) handlers.set(name, handler)
  }
  return handlers
}

function readHandler(service, { kind, name, given, who }, report) {
  checkName(service, who, name, report)
  const does = PARTS[kind][0]
  const spec = typeof given === 'function' ? { [does]: given } : given
  if (!isPlain(spec) || typeof spec[does] !== 'function') {
    report(`${who} does nothing. Write ${name}: { ${does}: (state, argument, context) => … }.`)
    return undefined
  }
  for (const part of Object.keys(spec)) {
    if (!PARTS[kind].includes(part)) {
      report(`${who} has ${part}, which is no part of a ${kind}. There are` +
        ` ${PARTS[kind].join(', ')}.`)
    }
  }
  const takes = spec.takes === undefined ? undefined : wordOf(spec.takes)
  if (takes !== undefined) reportWord(`The argument of ${who}`, takes, report)
  rules(who, spec.allow, report)
  checkLimits(who, spec.limits, report)
  const handler = new Handler(service, {
    kind,
    name,
    takes,
    run: spec[does],
    route: spec.route,
    allow: allowed(who, spec, service.definition.spec, report),
    limits: merged(spec.limits, service.definition.spec.limits),
  })
  handler.triggers = triggers(who, spec, handler, report)
  if (handler.route !== undefined) checkRoute(who, handler, service, report)
  return handler
}

function checkName(service, who, name, report) {
  if (!isHandlerName(name)) {
    report(`${who} is no handler's name. Write a camelCase word, such as addItem.`)
  }
  if (name === JOURNAL && service.kind !== 'stateless') {
    report(`${who} is named "${name}", but GET /v1/services/${service.name}/{id}/${name} is the` +
      ' journal of an instance. Choose another name.')
  }
}

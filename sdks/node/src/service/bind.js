import { Definition } from '../define.js'
import { readService } from './read.js'
import { routeShape } from './route.js'

/** Loading failed; lists every fault of all services at once. */
export class InvalidService extends Error {
  constructor(faults) {
    super(faults.join('\n'))
    this.name = 'InvalidService'
    this.faults = faults
  }
}

/** The services of these definitions, ready to be asked; or an InvalidService. */
export function bind(definitions) {
  const faults = []
  const report = fault => faults.push(fault)
  const services = []
  for (const definition of new Set(definitions)) {
    if (definition instanceof Definition) services.push(readService(definition, report))
    else report(`${definition} is no service. Write entity('…', { … }), value or stateless.`)
  }
  checkNames(services, report)
  checkRoutes(services, report)
  if (faults.length > 0) throw new InvalidService(faults)
  for (const service of services) bound.set(service.definition, service)
  return services
}

const bound = new WeakMap()

/** The service of one definition, which may be named by a call without being served here. */
export function serviceOf(definition) {
  return bound.get(definition) ?? bind([definition])[0]
}

function checkNames(services, report) {
  const names = new Set()
  for (const { name } of services) {
    if (names.has(name)) {
      report(`Two services are both named "${name}". A name is one service's address.`)
    }
    names.add(name)
  }
}

function checkRoutes(services, report) {
  const known = new Map()
  for (const service of services) {
    for (const handler of service.handlers.values()) {
      const shape = handler.route === undefined ? undefined : routeShape(handler.route)
      if (shape === undefined) continue
      const declared = `${handler.route} in ${service.name}.${handler.name}`
      if (known.has(shape)) report(`Two routes are the same: ${known.get(shape)} and ${declared}.`)
      else known.set(shape, declared)
    }
  }
}

import { Fault } from '../schema/fault.js'

/** A command or a query of one service. */
export class Handler {
  constructor(service, { kind, name, takes, run, route, allow, limits }) {
    this.service = service
    this.kind = kind
    this.name = name
    this.who = `${service.name}.${name}`
    this.takes = takes
    this.run = run
    this.route = route
    this.allow = allow
    this.limits = limits
    this.triggers = []
  }

  /** Whether messages of a topic come, whose publishers may say more than it wants to know. */
  get listens() {
    return this.triggers.some(trigger => trigger.topic !== undefined)
  }

  /** The argument as the author's code is given it, or a Fault. */
  readArgument(given) {
    if (this.takes !== undefined) {
      if (given === null || given === undefined) {
        const absent = this.takes.absent()
        if (absent !== undefined) return absent
      }
      return this.takes.read(given, !this.listens)
    }
    if (!this.listens && !isNothing(given)) {
      throw new Fault(`expected no body: ${this.name} takes no argument`)
    }
    return undefined
  }
}

function isNothing(given) {
  return given === null || given === undefined ||
    (typeof given === 'object' && !Array.isArray(given) && Object.keys(given).length === 0)
}

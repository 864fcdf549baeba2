import { Definition } from './define.js'

/** One call to one handler, as data: sent, scheduled, or made at once with `context.call`. */
export class Call {
  /** @param target the name of a service, or its definition, by which the argument is checked */
  constructor(target, id, handler, argument, isQuery, back) {
    this.definition = target instanceof Definition ? target : undefined
    this.service = this.definition === undefined ? target : target.name
    this.id = id
    this.handler = handler
    this.argument = argument
    this.isQuery = isQuery
    this.back = back
    Object.freeze(this)
  }

  /** What the sender itself is sent back if the receiver rejects. */
  otherwise(handler, argument) {
    const target = this.definition ?? this.service
    return new Call(target, this.id, this.handler, this.argument, this.isQuery, { handler, argument })
  }

  toString() {
    const given = this.argument === undefined ? '' : JSON.stringify(this.argument)
    const back = this.back === undefined ? '' : ` otherwise ${this.back.handler}`
    return `${this.service}/${this.id}.${this.handler}(${given})${back}`
  }
}

/** A call of a command; the service is a definition, or a name if it is written elsewhere. */
export function command(service, id, handler, argument) {
  return new Call(service, id, handler, argument, false)
}

/** A call of a query, for `context.call`. */
export function query(service, id, handler, argument) {
  return new Call(service, id, handler, argument, true)
}

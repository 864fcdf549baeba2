import { HandlerFailed } from '../failed.js'
import { Fault } from '../schema/fault.js'
import { serviceOf } from '../service/bind.js'
import { isId, isServiceName } from '../service/names.js'

/**
 * Turns calls into their wire form. What is known here of the called service is checked, for a call
 * that is made later has nobody left who could be told that it is wrong.
 */
export class Calls {
  /** @param services those that are served here, by name */
  constructor(services) {
    this.services = services
  }

  /** @param who the handler that makes it, and how: `cart.checkout sends` */
  wire(who, call) {
    if (!isServiceName(call.service)) {
      throw new HandlerFailed(`${who} ${call}, but "${call.service}" is no service name.`)
    }
    if (!isId(call.id)) {
      throw new HandlerFailed(`${who} ${call}, but "${call.id}" is no id: 1 to 200 characters, no` +
        ' slash, no control character.')
    }
    return {
      service: call.service,
      id: call.id,
      handler: call.handler,
      argument: this.#argument(who, call),
    }
  }

  /** What comes back to the sender if the receiver rejects. */
  back(who, sender, { handler, argument }) {
    const call = { service: sender, handler, argument, isQuery: false }
    return { handler, argument: this.#argument(`${who} otherwise`, call) }
  }

  #argument(who, call) {
    const service = call.definition === undefined
      ? this.services.get(call.service)
      : serviceOf(call.definition)
    if (service === undefined) return call.argument ?? null
    const kind = call.isQuery ? 'query' : 'command'
    const handler = service.handlers.get(call.handler)
    if (handler?.kind !== kind) {
      throw new HandlerFailed(`${who} a call that is wrong: ${service.name} has no ${kind}` +
        ` ${call.handler}.`)
    }
    try {
      const argument = handler.readArgument(call.argument)
      return argument === undefined ? null : handler.takes.write(argument)
    } catch (fault) {
      throw fault instanceof Fault
        ? new HandlerFailed(`${who} a call that is wrong: ${handler.who} ${fault.message}`, fault)
        : fault
    }
  }
}

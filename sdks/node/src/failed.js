/**
 * User code that threw, or decided what cannot be done: a bug of the service, which operators see
 * and callers do not.
 */
export class HandlerFailed extends Error {
  constructor(message, cause) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'HandlerFailed'
    if (cause instanceof Error) this.stack = cause.stack
  }
}

const FROZEN = /read only property|object is not extensible|Cannot delete property|Cannot redefine property/

/** The failure of code that threw; `inPlace` is what it is told if it tried to change its state. */
export function threw(who, thrown, inPlace) {
  if (thrown instanceof HandlerFailed) return thrown
  if (thrown instanceof TypeError && FROZEN.test(thrown.message)) {
    return new HandlerFailed(`${who} changes the state in place. ${inPlace} (${thrown.message})`, thrown)
  }
  return new HandlerFailed(`${who} threw ${thrown}`, thrown)
}

import { HandlerFailed } from '../failed.js'
import { Rejected } from '../rejected.js'
import { canonicalJson } from './canonical-json.js'

const ANONYMOUS = Object.freeze({ kind: 'anonymous', name: '', roles: Object.freeze([]) })
/** What the platform answers for a query that found nothing. */
const NOTHING_THERE = 'nothing-there'
const NOT_YET = 'with a later release'

/** All that a handler may know beyond its state and its argument. */
export class Context {
  #calls
  #answers
  #needs = []
  #onNeed = () => {}

  /** @param calls turns a call into its wire form; @param request as the protocol says */
  constructor(calls, request) {
    this.id = request.id
    this.now = request.now
    this.sequence = request.sequence
    this.deadline = request.deadline
    this.caller = request.caller ?? ANONYMOUS
    this.#calls = calls
    this.#answers = request.answers
  }

  /**
   * Calls another service and gives its reply. A call that is not answered yet ends this run here:
   * its promise stays open for ever, so that no `catch` and no `finally` of the author sees a
   * failure that is none. The handler runs from its beginning once there is the answer.
   */
  call(call) {
    const wire = this.#calls.wire('context.call of', call)
    const answer = this.#answer(canonicalJson(wire))
    if (answer === undefined) {
      this.#needs.push(wire)
      this.#onNeed()
      return new Promise(() => {})
    }
    const settled = settle(call, answer)
    settled.catch(() => {}) // A rejection nobody awaits must not end the process.
    return settled
  }

  #answer(asked) {
    return this.#answers?.find(({ call: { service, id, handler, argument = null } }) =>
      canonicalJson({ service, id, handler, argument }) === asked)
  }

  predict() {
    throw new Error(`predictions arrive ${NOT_YET}`)
  }

  settings() {
    throw new Error(`settings arrive ${NOT_YET}`)
  }

  /** The calls of this run that have no answer yet. */
  static needs(context) {
    return context.#needs
  }

  /** Lets somebody know of each from now on, and at once if there is one already. */
  static onNeed(context, listener) {
    context.#onNeed = listener
    if (context.#needs.length > 0) listener()
  }
}

/** What is no rejection, such as an instance that cannot be reached, is a failure of the handler. */
async function settle(call, { reply, problem }) {
  if (problem === undefined) return reply
  const { code, status = 422, detail = '' } = problem
  if (code === NOTHING_THERE) return null
  if (status < 400 || status > 499) {
    throw new HandlerFailed(`${call} was not answered: ${code} ${detail}`)
  }
  throw rejected(call.service, problem)
}

/** A code as callers are told it has the service that rejected before it. */
function rejected(called, { service = called, code, status, detail }) {
  const slash = code.indexOf('/')
  return slash < 0
    ? new Rejected(service, code, status, detail)
    : new Rejected(code.slice(0, slash), code.slice(slash + 1), status, detail)
}

import { BadRequest, NotHere, NotPosted, TooLarge } from '../host/refusals.js'
import { MOST_BODY_BYTES } from './limits.js'

const DISCOVER = '/holdfast/v1/discover'
const DECIDE = '/holdfast/v1/decide'
const FOLD = '/holdfast/v1/fold'

/** Which of the three requests a path is for: it stands below whatever the endpoint is. */
export function operationOf(path) {
  if (path === DECIDE || path.endsWith(DECIDE)) return 'decide'
  if (path.endsWith(FOLD)) return 'fold'
  return path.endsWith(DISCOVER) ? 'discover' : undefined
}

/**
 * Answers one request, whose body is a parsed one, with `{ status, body }`; at once, or as a promise
 * if the handler is asynchronous.
 */
export function answer(host, path, body) {
  const operation = operationOf(path)
  if (operation === undefined) return failed(new NotHere(`${path} is no path of this protocol`))
  try {
    const answered = operation === 'discover' ? host.discover() : host[operation](body)
    return answered instanceof Promise ? answered.then(ok, failed) : ok(answered)
  } catch (thrown) {
    return failed(thrown)
  }
}

function ok(body) {
  return { status: 200, body }
}

/** What is told of anything that was thrown, by the protocol's table. */
export function failed(thrown) {
  const error = thrown instanceof Error ? thrown.message : String(thrown)
  if (thrown instanceof BadRequest) return { status: 400, body: { error } }
  if (thrown instanceof NotHere) return { status: 404, body: { error } }
  if (thrown instanceof NotPosted) return { status: 405, body: { error } }
  if (thrown instanceof TooLarge) return { status: 413, body: { error } }
  return { status: 500, body: { error, stack: thrown?.stack ?? '' } }
}

/** The answer as text; one that has no JSON form, or is too large, is a failure of the handler. */
export function written({ status, body }) {
  let text
  try {
    text = JSON.stringify(body)
  } catch (thrown) {
    return written(failed(new Error(`the answer has no JSON form: ${thrown.message}`)))
  }
  const bytes = Buffer.byteLength(text)
  return bytes <= MOST_BODY_BYTES
    ? { status, text, bytes }
    : written(failed(new Error(`the answer has ${bytes} bytes; ${MOST_BODY_BYTES} are allowed`)))
}

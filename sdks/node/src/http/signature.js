import { createHmac, timingSafeEqual } from 'node:crypto'

const PREFIX = 'whsec_'
const SCHEME = 'v1,'
const MOST_AGE_SECONDS = 300
const LEAST_KEY = 24
const MOST_KEY = 64

/** Checks requests that are signed as Standard Webhooks are. */
export class Signature {
  #key

  /** @param secret `whsec_` and the Base64 of 24 to 64 bytes */
  constructor(secret) {
    const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret
    this.#key = Buffer.from(base64, 'base64')
    const unread = this.#key.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, '')
    if (unread || this.#key.length < LEAST_KEY || this.#key.length > MOST_KEY) {
      throw new Error(`HOLDFAST_SECRET is ${PREFIX} and the Base64 of ${LEAST_KEY} to ${MOST_KEY} bytes`)
    }
  }

  /** Why a request is refused; undefined if it is not. */
  fault(headers, body, nowSeconds = Date.now() / 1000) {
    const id = headers['webhook-id']
    const timestamp = headers['webhook-timestamp']
    const signatures = headers['webhook-signature']
    if (id === undefined || timestamp === undefined || signatures === undefined) {
      return 'the request is not signed'
    }
    if (!(Math.abs(nowSeconds - Number(timestamp)) <= MOST_AGE_SECONDS)) {
      return 'the signature is not of the last five minutes'
    }
    const right = createHmac('sha256', this.#key).update(`${id}.${timestamp}.`).update(body).digest()
    const fits = signatures.split(' ').some(signature => {
      if (!signature.startsWith(SCHEME)) return false
      const given = Buffer.from(signature.slice(SCHEME.length), 'base64')
      return given.length === right.length && timingSafeEqual(given, right)
    })
    return fits ? undefined : 'the signature does not fit'
  }
}

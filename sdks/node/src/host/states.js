import { roughSize } from './size.js'

/** How much is added to an estimate before the state is measured again. */
const SLACK = 1024

/**
 * States by the tokens that name them: of each instance the newest, the ones used last of all
 * instances. Bounded in their number and in their bytes, which are estimated: what a change added is
 * counted at once, and the state is measured when that doubles it.
 */
export class States {
  #entries = new Map()
  #most
  #mostBytes
  #bytes = 0

  constructor({ most, mostBytes }) {
    this.#most = most
    this.#mostBytes = mostBytes
  }

  get size() {
    return this.#entries.size
  }

  get bytes() {
    return this.#bytes
  }

  /** The state of an instance under this token; undefined if it is not here. */
  get(instance, token) {
    const entry = this.#entries.get(instance)
    if (entry === undefined || (entry.token !== token && entry.former !== token)) return undefined
    this.#entries.delete(instance)
    this.#entries.set(instance, entry) // Now it is the one used last.
    return entry.state
  }

  /**
   * Keeps a state under its token.
   *
   * @param added what may have made it larger than the one of this instance before; undefined if
   *   that is not known
   * @param former another token that names the same state
   */
  put(instance, token, state, added, former) {
    const before = this.#entries.get(instance)
    const entry = { token, former, state, ...sized(before, state, added) }
    if (before !== undefined) {
      this.#entries.delete(instance)
      this.#bytes -= before.bytes
    }
    this.#entries.set(instance, entry)
    this.#bytes += entry.bytes
    this.#shrink()
  }

  #shrink() {
    for (const [instance, entry] of this.#entries) {
      if (this.#entries.size <= this.#most && this.#bytes <= this.#mostBytes) return
      this.#entries.delete(instance)
      this.#bytes -= entry.bytes
    }
  }
}

function sized(before, state, added) {
  if (before !== undefined && added !== undefined) {
    const bytes = before.bytes + roughSize(added)
    if (bytes <= 2 * before.measured + SLACK) return { bytes, measured: before.measured }
  }
  const measured = roughSize(state)
  return { bytes: measured, measured }
}

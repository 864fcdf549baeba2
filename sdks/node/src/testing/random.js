/** Numbers from 0 to below a bound that look like chance and are the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0
  return bound => {
    // xorshift, which never leaves 0: hence the other beginning.
    state = state === 0 ? 0x9e3779b9 : state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % bound
  }
}

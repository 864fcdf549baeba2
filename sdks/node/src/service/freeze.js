/** Makes every change of a value in place throw, all the way down. */
export function deepFreeze(value) {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const name of Object.keys(value)) deepFreeze(value[name])
  }
  return value
}

/** JSON that is the same for equal values, whatever order their fields came in. */
export function canonicalJson(value) {
  return JSON.stringify(value, (_, held) => {
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    return Object.fromEntries(Object.keys(held).sort().map(name => [name, held[name]]))
  })
}

const NAMES = new Map([
  ['holdfast', new URL('../index.js', import.meta.url).href],
  ['holdfast/serve', new URL('../http/serve.js', import.meta.url).href],
  ['holdfast/testing', new URL('../testing/index.js', import.meta.url).href],
])

/** A resolve hook of node:module. */
export function resolve(specifier, context, next) {
  const url = NAMES.get(specifier)
  return url === undefined ? next(specifier, context) : { url, shortCircuit: true }
}

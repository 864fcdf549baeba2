const SYNTAX = new RegExp(
  '^(GET|POST|PUT|PATCH|DELETE) ' +
  '((?:/(?:[A-Za-z0-9._~-]+|\\{[a-zA-Z][a-zA-Z0-9]*\\}))+)' +
  '(?:\\?([a-zA-Z][a-zA-Z0-9]*=(?:&[a-zA-Z][a-zA-Z0-9]*=)*))?$')
const VARIABLE = /\{([^}]*)\}/g

/** What the platform's own paths begin with. */
const RESERVED = ['v1', 'health', 'metrics', 'problems', 'openapi.json', 'console']

/**
 * Reads the route of a handler, and sees that everything it names has somewhere to go. The first
 * variable that is called `id`, else the first of all, names the instance; the others and the
 * parameters of the query fill the argument.
 */
export function checkRoute(who, handler, service, report) {
  const route = handler.route
  if (handler.allow.length === 0) {
    report(`${who} has a route but nobody may call it. Add allow: 'user', allow: 'anyone' or` +
      ` another rule to it or to ${service.name}.`)
  }
  const parts = SYNTAX.exec(route)
  if (parts === null) {
    report(`${who} has the route "${route}", which cannot be read. Write a method, a space and a` +
      ' path, such as "GET /carts/{id}/items?from=".')
    return
  }
  const [, method, path, query] = parts
  const first = path.split('/', 2)[1]
  if (RESERVED.includes(first)) {
    report(`${who} has the route "${method} ${path}", but all paths under /${first} are the` +
      " platform's own. Choose another beginning.")
  }
  const variables = [...path.matchAll(VARIABLE)].map(match => match[1])
  const hasInstances = service.kind !== 'stateless'
  const id = variables.includes('id') ? 'id' : hasInstances ? variables[0] : undefined
  if (hasInstances && id === undefined) {
    report(`${who} has a route that names no instance. Put {id} into its path.`)
  }
  const parameters = query === undefined ? [] : query.split('&').map(text => text.slice(0, -1))
  checkFills(who, handler.takes, [...variables.filter(name => name !== id), ...parameters], report)
}

function checkFills(who, takes, fills, report) {
  for (const name of fills) {
    if (takes === undefined || (takes.fields !== undefined && !takes.fields.has(name))) {
      report(`${who} has a route with ${name}, but no argument with a field of that name. Add it,` +
        ' or remove it from the route.')
    }
  }
  if (fills.length > 1 && takes !== undefined && takes.fields === undefined) {
    report(`${who} has a route with ${fills.join(', ')}, but an argument that is one value. Put` +
      ' them in an object.')
  }
}

/** The same for all routes that match the same requests. */
export function routeShape(route) {
  const parts = SYNTAX.exec(route)
  return parts === null ? undefined : `${parts[1]} ${parts[2].replaceAll(VARIABLE, '{}')}`
}

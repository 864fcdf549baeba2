/** What a service is, as the protocol's `discover` tells it. */
export function describe(service) {
  const handlers = [...service.handlers.values()].map(handler => describeHandler(service, handler))
  if (service.kind === 'stateless') return { service: service.name, kind: service.kind, handlers }
  const state = service.state.schema(false)
  const empty = service.state.write(service.empty)
  const events = [...service.events.values()].sort(byType).map(describeEvent)
  return { service: service.name, kind: service.kind, state, empty, events, handlers }
}

function byType(one, other) {
  return one.type < other.type ? -1 : 1
}

function describeEvent({ type, version, word, upcasts }) {
  return { type, version, schema: word.schema(false), upcasts: [...upcasts.keys()] }
}

/** Parts that are undefined are left out of the JSON. */
function describeHandler(service, handler) {
  const { name, kind, takes, route, allow, limits, triggers } = handler
  const rejections = kind === 'query'
    ? []
    : [...service.problems.values()].map(({ code, status }) => ({ code, status }))
  return {
    name,
    kind,
    argument: takes?.schema(!handler.listens),
    reply: {}, // JavaScript does not say what a function returns, so this may be anything.
    rejections,
    route,
    allow,
    limits,
    triggers: triggers.length === 0 ? undefined : triggers,
  }
}

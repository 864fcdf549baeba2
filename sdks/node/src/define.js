/**
 * What an author wrote about one service. It is only looked at when it is loaded, so that all
 * faults of all services can be told at once.
 */
export class Definition {
  constructor(kind, name, spec) {
    this.kind = kind
    this.name = name
    this.spec = spec
    Object.freeze(this)
  }
}

/** A service whose state is folded from events. */
export function entity(name, spec) {
  return new Definition('entity', name, spec)
}

/** A service whose state is replaced as a whole; the platform journals each change. */
export function value(name, spec) {
  return new Definition('value', name, spec)
}

/** A service without state. */
export function stateless(name, spec) {
  return new Definition('stateless', name, spec)
}

/** Arrives with a later release; until then refused at load. */
export function workflow(name, spec) {
  return new Definition('workflow', name, spec)
}

/** Arrives with a later release; until then refused at load. */
export function view(name, spec) {
  return new Definition('view', name, spec)
}

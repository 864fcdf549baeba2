const VARIABLE = /\{([^}]+)\}/g
const CONDITION = /^\s*(\/\S+)\s+(?:(exists)|(==|!=|<=|>=|<|>)\s+("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))\s*/
const JOINT = /^(and|or)\s+/

/** Which messages of a topic a handler wants; the platform reads the same text. */
export class MessageFilter {
  #choices

  constructor(text) {
    this.#choices = text.trim() === '' ? undefined : read(text)
  }

  wants(payload) {
    return this.#choices === undefined ||
      this.#choices.some(conditions => conditions.every(condition => holds(condition, payload)))
  }
}

/** Lists of conditions that all hold, of which one list is enough. */
function read(text) {
  const choices = [[]]
  let rest = text
  for (;;) {
    const parts = CONDITION.exec(rest)
    if (parts === null) throw new Error(`The filter "${text}" cannot be read at "${rest}".`)
    const [all, pointer, exists, operator, value] = parts
    choices.at(-1).push({ pointer, exists, operator, value: value === undefined ? undefined : JSON.parse(value) })
    rest = rest.slice(all.length)
    if (rest === '') return choices
    const joint = JOINT.exec(rest)
    if (joint === null) throw new Error(`The filter "${text}" cannot be read at "${rest}".`)
    if (joint[1] === 'or') choices.push([])
    rest = rest.slice(joint[0].length)
  }
}

/** What is not there makes a comparison false, even one that asks for something else. */
function holds({ pointer, exists, operator, value }, payload) {
  const found = at(payload, pointer)
  if (exists !== undefined || found === undefined) return exists !== undefined && found !== undefined
  if (operator === '==') return found === value
  if (operator === '!=') return found !== value
  if (typeof found !== typeof value || !['number', 'string'].includes(typeof value)) return false
  switch (operator) {
    case '<': return found < value
    case '<=': return found <= value
    case '>': return found > value
    default: return found >= value
  }
}

/** What a JSON pointer points at; undefined if there is nothing. */
function at(payload, pointer) {
  return pointer.split('/').slice(1).reduce((held, segment) => {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    return typeof held === 'object' && held !== null && Object.hasOwn(held, name) ? held[name] : undefined
  }, payload)
}

/** The id that a template or a pointer makes of a payload; else the key. */
export function receiverId(template, key, payload) {
  if (template === '') return key
  if (template.startsWith('/')) return text(template, payload, template)
  return template.replace(VARIABLE, (_, name) => text(name, payload, `/${name.replaceAll('.', '/')}`))
}

function text(name, payload, pointer) {
  const found = at(payload, pointer)
  if (!['string', 'number', 'boolean'].includes(typeof found)) {
    throw new Error(`The message has no text for its id at ${name}.`)
  }
  return String(found)
}

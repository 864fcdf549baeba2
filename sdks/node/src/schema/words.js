import { ListWord, MapWord } from './collections.js'
import { NoWord, ObjectChoice, TextChoice } from './choice.js'
import { isPlain } from './fault.js'
import { ObjectWord } from './object.js'
import { OptionalWord } from './optional.js'
import { Word } from './word.js'

export { bool, int, number, text } from './scalars.js'
export { time } from './time.js'

const objects = new WeakMap()

/** The word of anything an author may write for one: a word, or a table of fields. */
export function wordOf(type) {
  if (type instanceof Word) return type
  if (!isPlain(type)) return new NoWord(shown(type))
  let word = objects.get(type)
  if (word === undefined) {
    word = new ObjectWord(Object.entries(type).map(([name, field]) => [name, wordOf(field)]))
    objects.set(type, word)
  }
  return word
}

export function list(element) {
  return new ListWord(wordOf(element))
}

export function map(value) {
  return new MapWord(wordOf(value))
}

export function optional(value) {
  return new OptionalWord(wordOf(value))
}

export function oneOf(...choices) {
  if (choices.length === 1 && isPlain(choices[0]) && Object.keys(choices[0]).length > 0) {
    return new ObjectChoice(Object.entries(choices[0]).map(([tag, fields]) => [tag, wordOf(fields)]))
  }
  const texts = choices.length > 0 && choices.every(choice => typeof choice === 'string')
  return texts ? new TextChoice(choices) : new NoWord('a oneOf of neither texts nor objects')
}

function shown(type) {
  if (typeof type === 'function') return type.name || 'a function'
  return type === undefined ? 'undefined' : (JSON.stringify(type) ?? String(type))
}

const SERVICE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const HANDLER = /^[a-z][a-zA-Z0-9]*$/
const EVENT = /^[A-Z][a-zA-Z0-9]*$/
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const LONGEST_SERVICE = 64
const LONGEST_ID = 200

/** Lower case words joined by hyphens: services, topics and problems. */
export function isServiceName(name) {
  return typeof name === 'string' && name.length <= LONGEST_SERVICE && SERVICE.test(name)
}

export function isHandlerName(name) {
  return HANDLER.test(name)
}

export function isEventName(name) {
  return typeof name === 'string' && EVENT.test(name)
}

export function isId(id) {
  return isKey(id) && !id.includes('/') && id !== '.' && id !== '..'
}

/** Keys of messages and names of timers. */
export function isKey(text) {
  return typeof text === 'string' && text !== '' && text.length <= LONGEST_ID &&
    !CONTROL.test(text) && isWellFormed(text)
}

/** Whether UTF-8 can write it: it has no half of a surrogate pair. */
function isWellFormed(text) {
  return text.isWellFormed()
}

import { due } from '../host/outbox.js'

/** What was asked for beside the state in one form, so that equal ones are equal: "30m", 1800000. */
export function actionsOf(actions) {
  return actions.map(action => {
    switch (action.kind) {
      case 'publish': {
        const { kind, topic, key, payload } = action
        return { kind, topic, key, payload: json(payload) }
      }
      case 'send':
        return { kind: 'send', call: callOf(action.call) }
      case 'schedule':
        return { ...due('it', action), kind: 'schedule', timer: action.timer, call: callOf(action.call) }
      default:
        return action
    }
  })
}

function callOf({ service, id, handler, argument, back }) {
  return json({ service, id, handler, argument, otherwise: back })
}

function json(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

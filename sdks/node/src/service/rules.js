const RULE = /^(anyone|user|role:[A-Za-z0-9._-]+|service:[a-z][a-z0-9]*(-[a-z0-9]+)*)$/
const TIME = /^[1-9][0-9]{0,8}(ms|s|m|h)$/

/** Who may call: the handler's rules, else its service's. */
export function allowed(who, handlerSpec, serviceSpec, report) {
  return rules(who, handlerSpec.allow, report) ?? rules(who, serviceSpec.allow, () => {}) ?? []
}

/** The rules as a list; undefined if there are none. */
export function rules(who, allow, report) {
  if (allow === undefined) return undefined
  const list = Array.isArray(allow) ? allow : [allow]
  for (const rule of list) {
    if (!RULE.test(rule)) {
      report(`${who} has the rule allow: "${rule}", which is none. Use "anyone", "user",` +
        ' "role:NAME" or "service:NAME".')
    }
  }
  return list
}

/** The handler's limits over its service's; undefined where neither has any. */
export function merged(handlerLimits, serviceLimits) {
  const limits = {}
  for (const name of ['deadline', 'queue', 'bodyBytes']) {
    const limit = handlerLimits?.[name] ?? serviceLimits?.[name]
    if (limit !== undefined) limits[name] = limit
  }
  return Object.keys(limits).length === 0 ? undefined : limits
}

export function checkLimits(who, limits, report) {
  if (limits === undefined) return
  const { deadline = '1s', queue = 1, bodyBytes = 1 } = limits
  if (!TIME.test(deadline) || !isCount(queue) || !isCount(bodyBytes)) {
    report(`${who} has limits that cannot be read. Write the deadline like "500ms", "10s" or "2m",` +
      ' the others as positive numbers.')
  }
}

function isCount(limit) {
  return Number.isSafeInteger(limit) && limit > 0
}

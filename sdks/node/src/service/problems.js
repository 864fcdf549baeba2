import { isPlain } from '../schema/fault.js'
import { isServiceName } from './names.js'

const USUAL_STATUS = 422

/** The reasons for which a service refuses: codes to `{ code, status, detail }`. */
export function problemTable(service, problems = {}, report) {
  const table = new Map()
  for (const [code, given] of Object.entries(problems)) {
    const { status = USUAL_STATUS, detail } = isPlain(given) ? given : { detail: given }
    if (!isServiceName(code)) {
      report(`${service} has the problem "${code}". A problem is lower case words joined by` +
        ' hyphens, such as "checked-out".')
    }
    if (typeof detail !== 'string') {
      report(`${service} has the problem "${code}" without words. Write` +
        ` '${code}': 'What the caller is told.'.`)
    }
    if (!Number.isInteger(status) || status < 400 || status > 499) {
      report(`${service} has the problem "${code}" with status ${status}. A rejection has one from` +
        ' 400 to 499.')
    }
    table.set(code, { code, status, detail })
  }
  return table
}

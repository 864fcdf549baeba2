import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Definition } from '../define.js'
import { DEFINITIONS } from '../http/handler.js'
import { InvalidService } from '../service/bind.js'

const USUAL_MAIN = 'index.mjs'

/** Every service that the main file of a folder exports, alone or within `handler(…)`. */
export async function definitionsOf(folder) {
  const main = mainOf(folder)
  const exported = Object.values(await import(pathToFileURL(resolve(main))))
  const definitions = exported.flatMap(it =>
    it instanceof Definition ? [it] : (it?.[DEFINITIONS] ?? []))
  if (definitions.length === 0) {
    throw new InvalidService([`${main} exports no service. Write export default entity('…', { … }).`])
  }
  return definitions
}

function mainOf(folder) {
  let description
  try {
    description = readFileSync(join(folder, 'package.json'), 'utf8')
  } catch (missing) {
    if (missing.code !== 'ENOENT') throw missing
    return join(folder, USUAL_MAIN)
  }
  return join(folder, JSON.parse(description).main ?? USUAL_MAIN)
}

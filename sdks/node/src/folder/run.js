import { serve } from '../http/serve.js'
import { InvalidService } from '../service/bind.js'
import { definitionsOf } from './folder.js'
import { resolveToThisPackage } from './resolve.js'

const FAULTY = 2

/** Serves the folder of the command line; what is wrong with it is told on standard error. */
export async function run(args) {
  if (args.length !== 1 || args[0].startsWith('-')) {
    console.error('Usage: holdfast-node FOLDER')
    process.exitCode = FAULTY
    return
  }
  try {
    resolveToThisPackage()
    serve(...(await definitionsOf(args[0])))
  } catch (fault) {
    console.error(told(fault))
    // Code of the folder may have left something that runs; without services it is of no use.
    process.exit(FAULTY)
  }
}

/** Faults of services are sentences; anything else is shown with its place. */
function told(fault) {
  return fault instanceof InvalidService ? fault.message : (fault?.stack ?? String(fault))
}

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
    // Code of the folder may have left something that runs; without services it is of no use.
    if (fault instanceof InvalidService) {
      console.error(fault.message)
      process.exit(FAULTY)
    }
    endWith(fault)
  }
}

/** What nobody catches Node.js shows with its file and line, which a syntax error itself lacks. */
function endWith(fault) {
  process.removeAllListeners('uncaughtException')
  process.once('exit', () => (process.exitCode = FAULTY))
  setImmediate(() => {
    throw fault
  })
}

/**
 * For `node --import`: from here on `import … from 'holdfast'` means this package, in tests, too.
 */
import { resolveToThisPackage } from './resolve.js'

resolveToThisPackage()

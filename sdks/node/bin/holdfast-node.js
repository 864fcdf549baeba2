#!/usr/bin/env node
import { run } from '../src/folder/run.js'

await run(process.argv.slice(2))

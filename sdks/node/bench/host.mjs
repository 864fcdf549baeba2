/** What a decide of the counter costs without HTTP: one JSON.parse, the handler, one JSON.stringify. */
import { Host } from '../src/host/host.js'
import counter from '../examples/counter/index.mjs'

const host = new Host([counter], { states: { most: 100, mostBytes: 1e6 } })
const answered = number => JSON.stringify(host.decide(JSON.parse(
  '{"service":"counter","id":"c1","handler":"add","argument":1,' +
  `"state":{"token":"c1.${number}"${number === 0 ? ',"value":null' : ''}},"next":"c1.${number + 1}",` +
  '"sequence":1,"now":"2026-01-31T10:00:00.000Z","deadline":"2026-01-31T10:00:02.000Z",' +
  '"caller":{"kind":"user","name":"anna","roles":[]},"answers":[]}')))

let number = 0
while (number < 50_000) answered(number++)
const start = process.hrtime.bigint()
while (number < 350_000) answered(number++)
const nanos = Number(process.hrtime.bigint() - start) / 300_000
console.log(`${(nanos / 1000).toFixed(2)} µs a decide, ${Math.round(1e9 / nanos)} a second`)

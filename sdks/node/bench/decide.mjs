/**
 * How many decides a second one process answers over a Unix socket: the counter, asked on a few
 * keep-alive connections, each of which waits for its answer. The caller writes requests that were
 * made before and only looks for the end of an answer, so that it costs less than what it measures.
 *
 * On a machine that does other things too, the time of CPU is what counts.
 *
 * node bench/decide.mjs [connections] [seconds]
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [connections = 16, seconds = 3] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
const socket = join(folder, 'socket')
const here = path => fileURLToPath(new URL(path, import.meta.url))
const child = spawn(process.execPath, [here('../bin/holdfast-node.js'), here('../examples/counter')], {
  env: { ...process.env, HOLDFAST_SOCKET: socket },
  stdio: ['pipe', 'inherit', 'inherit'],
})

while (!existsSync(socket)) await new Promise(resolve => setTimeout(resolve, 20))

let answered = 0
let failures = 0
for (let i = 0; i < connections; i++) ask(`c${i}`)
await after(1)
const before = answered
const busyBefore = cpuSeconds()
const start = process.hrtime.bigint()
await after(seconds)
const rate = (answered - before) / (Number(process.hrtime.bigint() - start) / 1e9)
const busy = (cpuSeconds() - busyBefore) / (answered - before)
console.log(`${Math.round(rate)} decide/s, ${connections} connections, ${failures} failures;` +
  ` ${(busy * 1e6).toFixed(1)} µs of CPU each, which is ${Math.round(1 / busy)} a second of CPU`)
child.stdin.end()
rmSync(folder, { recursive: true })
process.exit(0)

function ask(id) {
  const connection = connect(socket)
  let number = 0
  connection.on('connect', next)
  connection.on('data', piece => {
    if (!piece.includes('"reply":')) failures++
    answered++
    next()
  })

  function next() {
    const state = number === 0 ? `"${id}.0","value":null` : `"${id}.${number}"`
    number++
    const body = `{"service":"counter","id":"${id}","handler":"add","argument":1,` +
      `"state":{"token":${state}},"next":"${id}.${number}","sequence":${number},` +
      '"now":"2026-01-31T10:00:00.000Z","deadline":"2026-01-31T10:00:02.000Z",' +
      '"caller":{"kind":"user","name":"anna","roles":[]},"answers":[]}'
    connection.write('POST /holdfast/v1/decide HTTP/1.1\r\nHost: holdfast\r\n' +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  }
}

/** What the process has used so far, on a machine that has a /proc; its clock has 100 ticks. */
function cpuSeconds() {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function after(time) {
  return new Promise(resolve => setTimeout(resolve, time * 1000))
}

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../bin/holdfast-node.js', import.meta.url))
const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'holdfast-serve-'))
const children = []
after(() => {
  children.forEach(child => child.kill('SIGKILL'))
  rmSync(place, { recursive: true })
})

function start(folder, env) {
  const child = spawn(process.execPath, [BIN, folder], { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' })
  children.push(child)
  child.errors = ''
  child.output = ''
  child.stderr.on('data', piece => { child.errors += piece })
  child.stdout.on('data', piece => { child.output += piece })
  return child
}

/** A folder that lies outside of this package, so that nothing of it is found by chance. */
function folder(name, files) {
  const path = join(place, name)
  mkdirSync(path)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
  return path
}

async function until(condition) {
  const deadline = Date.now() + 20_000
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'it did not come')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

function ask(target, path, body) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...target, path, method: 'POST' }, async response => {
      let text = ''
      for await (const piece of response) text += piece
      resolve(JSON.parse(text))
    })
    request.on('error', reject)
    request.end(JSON.stringify(body))
  })
}

async function served(path, body, name) {
  const socketPath = join(place, `${name}.sock`)
  const child = start(path, { HOLDFAST_SOCKET: socketPath })
  await until(() => existsSync(socketPath))
  return { child, socketPath, answer: await ask({ socketPath }, '/holdfast/v1/discover', body) }
}

test('a folder is served on the socket until standard input ends', async () => {
  const { child, socketPath, answer } = await served(join(EXAMPLES, 'weather'), {}, 'weather')
  assert.deepEqual(answer.services.map(service => service.service), ['hourly', 'weather-station'])
  assert.equal(answer.keepsStates, true)
  await until(() => child.output !== '')
  assert.equal(child.output, `holdfast: hourly, weather-station on ${socketPath}\n`)
  assert.equal(child.errors, '')
  const observation = { time: '2026-01-31T10:00:00Z', celsius: 3.5, rainMillimetres: 0 }
  const decided = await ask({ socketPath }, '/holdfast/v1/decide', {
    service: 'weather-station', id: 'oslo', handler: 'observe', argument: observation,
    state: { token: 't', value: null }, next: 'u', sequence: 0, now: '2026-01-31T10:00:00.000Z',
  })
  assert.equal(decided.publishes[0].topic, 'observations')
  child.stdin.end()
  assert.deepEqual(await once(child, 'exit'), [0, null])
  assert.equal(child.errors, '')
})

test('the file of a process that was killed is not in the way', async () => {
  const { child } = await served(join(EXAMPLES, 'counter'), {}, 'killed')
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.ok(existsSync(join(place, 'killed.sock')))
  const again = start(join(EXAMPLES, 'counter'), { HOLDFAST_SOCKET: join(place, 'killed.sock') })
  await until(() => again.exitCode !== null || again.signalCode !== null || existsSync(join(place, 'killed.sock')))
  let answer
  await until(() => {
    ask({ socketPath: join(place, 'killed.sock') }, '/holdfast/v1/discover', {}).then(it => { answer = it }, () => {})
    return answer !== undefined
  })
  assert.equal(answer.services[0].service, 'counter')
  again.stdin.end()
  await once(again, 'exit')
})

test('without a socket it listens on HOST and PORT, whatever becomes of standard input', async () => {
  const child = start(join(EXAMPLES, 'counter'), { PORT: '0' })
  child.stdin.end()
  await until(() => child.output.includes('\n'))
  const port = Number(/^holdfast: counter on http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(child.output)[1])
  assert.equal((await ask({ host: '127.0.0.1', port }, '/holdfast/v1/discover', {})).protocol, 1)
  child.kill()
  await once(child, 'exit')
})

const COUNTER = "import { stateless, reply } from 'holdfast'\n"

test('main of package.json is loaded, holdfast is there without being installed', async () => {
  const path = folder('main', {
    'package.json': '{"main": "service.mjs"}',
    'service.mjs': `${COUNTER}export const a = stateless('a', {})\nexport const same = a\nexport const b = stateless('b', {})\nexport const three = 3`,
  })
  const { answer } = await served(path, {}, 'main')
  assert.deepEqual(answer.services.map(service => service.service), ['a', 'b'])
})

test('what a Lambda exports is served as well', async () => {
  const path = folder('lambda', {
    'index.mjs': "import { handler, stateless } from 'holdfast'\nexport default handler(stateless('a', {}))",
  })
  assert.equal((await served(path, {}, 'lambda')).answer.services[0].service, 'a')
})

const wrong = {
  faults: [
    "import { entity, int, workflow } from 'holdfast'\nexport const a = workflow('order', {})\n" +
      "export const b = entity('box', { state: { value: int }, events: {}, apply: { Gone: a => a } })\nsetInterval(() => {}, 1000)",
    /^order is a workflow: workflows arrive with a later release\.\nbox has apply\.Gone, but no event Gone\. Add it to events, or remove it\.\n$/,
  ],
  nothing: ['export const a = 1', /index\.mjs exports no service\. Write export default entity\('…', \{ … \}\)\.\n$/],
  syntax: ['export const a = 1\n!!! no code', /syntax\/index\.mjs:2\n!!! no code\n.*\n\nSyntaxError/],
  throws: ["throw new Error('boom')", /Error: boom/],
}
for (const [name, [text, told]] of Object.entries(wrong)) {
  test(`a folder that cannot be loaded is told and ends with 2: ${name}`, async () => {
    const child = start(folder(name, { 'index.mjs': text }), { HOLDFAST_SOCKET: join(place, 'none.sock') })
    assert.deepEqual(await once(child, 'close'), [2, null])
    assert.match(child.errors, told)
  })
}

test('an unknown way to be called is told', async () => {
  const child = start('--help', {})
  assert.deepEqual(await once(child, 'close'), [2, null])
  assert.equal(child.errors, 'Usage: holdfast-node FOLDER\n')
})

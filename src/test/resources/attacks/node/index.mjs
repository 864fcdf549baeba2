// Every command does what it is named after; the argument bounds it, so that no test can take a
// machine down whose limits do not hold.
import { spawn } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { entity, int, reply } from 'holdfast'

const MIB = 1 << 20
const kept = []

const script = code => ['-c', code]
const pause = millis => new Promise(done => setTimeout(done, millis))

const commands = {
  fine: amount => reply(amount),

  forkBomb: async amount => {
    for (let i = 0; i < amount; i++) spawn('sleep', ['600'], { stdio: 'ignore' }).on('error', () => {})
    await pause(60_000)
  },

  // Outside the heap of V8.
  buffers: async amount => {
    for (let i = 0; i < amount; i += 16) {
      kept.push(Buffer.alloc(16 * MIB, 1))
      await pause(0)
    }
    return reply(kept.length)
  },

  heap: async amount => {
    for (let i = 0; i < amount; i++) {
      kept.push(Array.from({ length: 131072 }, (_, at) => at + i + 0.5))
      if (i % 16 === 0) await pause(0)
    }
    return reply(kept.length)
  },

  loop: amount => {
    const end = Date.now() + amount
    while (Date.now() < end);
    return reply(amount)
  },

  // The handler answers, and a thread computes on.
  thread: async amount => {
    new Worker(`const end = Date.now() + ${amount}; while (Date.now() < end);`, { eval: true })
    return reply(amount)
  },

  output: async amount => {
    const mebibyte = Buffer.alloc(MIB, 'all work and no play makes a long log\n')
    for (let i = 0; i < amount; i++) await new Promise(done => process.stdout.write(mebibyte, done))
    return reply(amount)
  },

  descriptors: amount => {
    for (let i = 0; i < amount; i++) kept.push(openSync('/dev/null', 'r'))
    return reply(kept.length)
  },

  file: amount => {
    const file = openSync(join(tmpdir(), 'large'), 'w')
    const mebibyte = Buffer.alloc(MIB, 1)
    try {
      for (let i = 0; i < amount; i++) writeSync(file, mebibyte)
    } finally {
      closeSync(file)
    }
    return reply(amount)
  },

  files: async amount => {
    const mebibyte = Buffer.alloc(MIB, 1)
    for (let i = 0; i < amount; i++) {
      const file = openSync(join(tmpdir(), `part-${i}`), 'w')
      writeSync(file, mebibyte)
      closeSync(file)
      await pause(1)
    }
    return reply(amount)
  },

  // Twice away from its parent, in a session of its own, with an environment that says nothing.
  outlive: async amount => {
    spawn('sh', script(`setsid env -i /bin/sh -c 'sleep ${amount} & exit' &`), { stdio: 'ignore' })
    await pause(300)
    return reply(amount)
  },

  never: () => new Promise(() => {}),

  die: () => process.exit(3),
}

export default entity('attack', {
  state: { value: int },
  commands: Object.fromEntries(
    Object.entries(commands).map(([name, run]) => [
      name,
      { takes: int, handle: (_, amount) => run(amount) },
    ]),
  ),
})

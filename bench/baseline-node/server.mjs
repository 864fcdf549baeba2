// The counter of the bench as one would write it by hand: fastify and PostgreSQL, nothing else.
//
// Kept honest: keep-alive, a JSON schema for argument and reply (fastify is fastest with one), a
// pool of a sensible size, one statement per call that the server has prepared, one round trip per
// call once the row exists. One process by default, PROCESSES=n forks n that share the port.
import cluster from 'node:cluster'
import fastify from 'fastify'
import pg from 'pg'

const port = Number(process.env.PORT ?? 8081)
const processes = Number(process.env.PROCESSES ?? 1)
const connections = Math.max(4, Math.ceil(Number(process.env.POOL ?? 16) / processes))

const update = {
  name: 'update',
  text: 'UPDATE counter SET value = value + $2 WHERE id = $1 RETURNING value',
}
const insert = {
  name: 'insert',
  text:
    'INSERT INTO counter AS c (id, value) VALUES ($1, $2) ' +
    'ON CONFLICT (id) DO UPDATE SET value = c.value + excluded.value RETURNING value',
}
const select = { name: 'select', text: 'SELECT value FROM counter WHERE id = $1' }

async function createTable() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query(
    'CREATE TABLE IF NOT EXISTS counter (id text PRIMARY KEY, value int NOT NULL) ' +
      'WITH (fillfactor = 50)',
  )
  await client.end()
}

async function serve() {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: connections })
  const app = fastify({ logger: false, keepAliveTimeout: 60_000 })
  const int = { type: 'integer' }

  app.get('/health/live', () => ({ status: 'up' }))
  app.get('/health/ready', async () => {
    await pool.query('SELECT 1')
    return { status: 'up' }
  })

  app.post(
    '/v1/services/counter/:id/add',
    { schema: { body: int, response: { 200: int } } },
    async (request, reply) => {
      const values = [request.params.id, request.body]
      let result = await pool.query({ ...update, values })
      if (result.rowCount === 0) result = await pool.query({ ...insert, values })
      return reply.send(result.rows[0].value)
    },
  )

  app.get(
    '/v1/services/counter/:id/value',
    { schema: { response: { 200: int } } },
    async (request, reply) => {
      const result = await pool.query({ ...select, values: [request.params.id] })
      if (result.rowCount === 0) return reply.code(404).send(0)
      return reply.send(result.rows[0].value)
    },
  )

  await app.listen({ host: '127.0.0.1', port })
}

if (processes > 1 && cluster.isPrimary) {
  await createTable()
  for (let i = 0; i < processes; i++) cluster.fork()
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))
} else {
  if (!cluster.isWorker) await createTable()
  await serve()
}

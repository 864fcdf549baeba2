import { isUtf8 } from 'node:buffer'
import { BadRequest, NotHere, NotPosted, TooLarge } from '../host/refusals.js'
import { answer, failed, operationOf, written } from './answering.js'
import { MOST_BODY_BYTES } from './limits.js'

const UNAUTHORIZED = 401

/** A listener for `http.createServer`, or anything else that calls one with (request, response). */
export function listener(host, signature) {
  return (request, response) => {
    const path = pathOf(request.url)
    const refusal = refused(request.method, path)
    if (refusal !== undefined) {
      request.resume()
      send(response, failed(refusal))
      return
    }
    readBody(request, body => {
      const refused = signature?.fault(request.headers, body)
      if (refused !== undefined) {
        send(response, { status: UNAUTHORIZED, body: { error: refused } })
        return
      }
      const answered = answerBytes(host, path, body)
      if (answered instanceof Promise) answered.then(ready => send(response, ready))
      else send(response, answered)
    }, fault => {
      response.setHeader('Connection', 'close') // The rest of the body is not read.
      send(response, failed(fault))
    })
  }
}

function refused(method, path) {
  if (method !== 'POST') return new NotPosted('the protocol is asked by POST')
  return operationOf(path) === undefined ? new NotHere(`POST ${path} is not here`) : undefined
}

function pathOf(url) {
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

function answerBytes(host, path, bytes) {
  if (!isUtf8(bytes)) return failed(new BadRequest('the body is not UTF-8'))
  let body
  try {
    body = JSON.parse(bytes.toString())
  } catch (fault) {
    return failed(new BadRequest(`the body is no JSON: ${fault.message}`))
  }
  return answer(host, path, body)
}

/** Reads a whole body; most come in one piece, which is not copied. */
function readBody(request, then, refuse) {
  if (request.readableEnded) {
    refuse(new Error('the body was read before: mount the handler before whatever parses bodies'))
    return
  }
  const pieces = []
  let size = 0
  request.on('data', piece => {
    size += piece.length
    if (size > MOST_BODY_BYTES) {
      request.removeAllListeners('data').removeAllListeners('end').resume()
      refuse(new TooLarge(`the body has more than ${MOST_BODY_BYTES} bytes`))
    } else {
      pieces.push(piece)
    }
  })
  request.on('end', () => then(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)))
}

/** Text, not bytes, since node:http then writes head and body as one piece. */
function send(response, answered) {
  const { status, text, bytes } = written(answered)
  response.sendDate = false
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', bytes])
  response.end(text)
}

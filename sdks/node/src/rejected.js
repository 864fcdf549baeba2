/**
 * What `context.call` throws when the other service rejects. Uncaught it becomes the rejection of
 * the handler that called.
 */
export class Rejected extends Error {
  constructor(service, code, status = 422, detail = '') {
    super(`${service} rejected: ${code}: ${detail}`)
    this.name = 'Rejected'
    this.service = service
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** The body is no request of this protocol: a defect of the caller. */
export class BadRequest extends Error {}

/** A service that is not here. */
export class NotHere extends Error {}

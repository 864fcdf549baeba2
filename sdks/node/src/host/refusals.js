/** The body is no request of this protocol: a defect of the caller. */
export class BadRequest extends Error {}

/** A body that is larger than any may be. */
export class TooLarge extends Error {}

/** Another method than POST. */
export class NotPosted extends Error {}

/** A service that is not here. */
export class NotHere extends Error {}

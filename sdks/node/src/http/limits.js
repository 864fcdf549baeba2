/** The largest request and the largest answer of the protocol. */
export const MOST_BODY_BYTES = 16 * 1024 * 1024

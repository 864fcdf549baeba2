/** As much of Node's types as ours name, so that checking them needs no second package. */
declare module 'node:http' {
  export interface IncomingMessage {}
  export interface ServerResponse {}
  export interface Server {}
}

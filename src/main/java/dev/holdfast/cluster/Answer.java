package dev.holdfast.cluster;

/** What a node's remoting port says when it is knocked at. */
enum Answer {
  /** Somebody listens; a process that is stopped still does. */
  OPEN,
  /** The machine is there and nobody listens: the process is dead. */
  REFUSED,
  /** Nothing came back: dead, cut off or slow, nobody can tell. */
  NOTHING
}

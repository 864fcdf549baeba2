package dev.holdfast.journal.members;

/**
 * What a node says about itself with every heartbeat.
 *
 * @param address host and port of its remoting
 * @param incarnation of its actor system; a restarted process at the same address has another
 * @param writer its journal's writer, so that whoever removes the node can clean up after it
 * @param url where it answers HTTP requests; empty until it does
 * @param version of its program
 * @param wireFormat of its messages to other nodes
 * @param facts a small JSON document for whoever looks at the cluster
 */
public record Member(
    String address,
    long incarnation,
    int writer,
    String url,
    String version,
    int wireFormat,
    String facts) {}

package dev.holdfast.cluster;

/**
 * What a node shows of itself to whoever looks at the cluster.
 *
 * @param url where it answers HTTP requests; empty while it does not
 * @param facts a small JSON document
 */
public record Shown(String url, String facts) {
  static final Shown NOTHING = new Shown("", "{}");
}

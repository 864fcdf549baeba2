package dev.holdfast.cli.client;

import java.io.IOException;
import java.net.URI;

/** No answer came back from a node: it is not there, or it went away while it was asked. */
public final class Unreachable extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  /**
   * @param sent whether it was a command and may have reached the node
   */
  Unreachable(URI url, boolean sent, IOException cause) {
    super(
        sent
            ? "The node at " + url + " went away before it answered: " + reason(cause)
            : "No node answers at " + url + ". Start one: ./holdfast demo",
        cause);
    this.sent = sent;
  }

  /** Whether a command may have reached the node all the same. */
  public boolean sent() {
    return sent;
  }

  private static String reason(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

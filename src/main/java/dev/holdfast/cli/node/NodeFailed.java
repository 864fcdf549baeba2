package dev.holdfast.cli.node;

/** A node, or a service on it, could not be started; the message is for the person who asked. */
public final class NodeFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NodeFailed(String message) {
    super(message);
  }

  public NodeFailed(String message, Throwable cause) {
    super(message, cause);
  }
}

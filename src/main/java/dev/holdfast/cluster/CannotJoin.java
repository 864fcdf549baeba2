package dev.holdfast.cluster;

/** This node cannot become a member; the message says why and what to check. */
public final class CannotJoin extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotJoin(String message) {
    super(message);
  }
}

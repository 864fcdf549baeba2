package dev.holdfast.runtimes.remote;

/** A state could not be worked out; its events stay where they are. */
final class RemoteFoldFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RemoteFoldFailed(String message) {
    super(message);
  }

  RemoteFoldFailed(String message, Throwable cause) {
    super(message, cause);
  }
}

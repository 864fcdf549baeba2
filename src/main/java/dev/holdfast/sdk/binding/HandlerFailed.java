package dev.holdfast.sdk.binding;

/**
 * User code threw, or decided something that cannot be done: a bug in the service, or a thing this
 * release does not do yet. The message names the handler and is for operators.
 */
public final class HandlerFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HandlerFailed(String message) {
    super(message);
  }

  public HandlerFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a handler gets that asks for something which this platform cannot do. */
  public static HandlerFailed notYet(String who, Capability capability) {
    return new HandlerFailed(who + ": " + capability.notYet() + ".");
  }
}

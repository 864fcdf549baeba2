package dev.holdfast.runtimes;

/** User code threw: a bug in the service. The message may be shown to operators, not to callers. */
public final class FunctionFailed extends Exception {
  private static final long serialVersionUID = 1L;

  public FunctionFailed(String message, Throwable cause) {
    super(message, cause);
  }
}

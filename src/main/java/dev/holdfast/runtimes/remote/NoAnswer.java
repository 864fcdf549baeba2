package dev.holdfast.runtimes.remote;

/** A function did not answer, or not as the protocol says; operators see why. */
public final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 2 * 1024;

  public NoAnswer(String message) {
    super(message);
  }

  public NoAnswer(String message, Throwable cause) {
    super(message, cause);
  }

  /** The beginning of what was said over there, on one line, without what a terminal would obey. */
  public static String plain(String text) {
    String begin = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return begin.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
  }
}

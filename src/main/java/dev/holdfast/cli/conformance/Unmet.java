package dev.holdfast.cli.conformance;

/** A function did something else than expected. */
public final class Unmet extends Exception {
  private static final long serialVersionUID = 1L;

  private final String request;
  private final String expected;
  private final String got;

  public Unmet(String request, String expected, String got) {
    super("expected " + expected + ", got " + got);
    this.request = request;
    this.expected = expected;
    this.got = got;
  }

  String request() {
    return request;
  }

  String expected() {
    return expected;
  }

  String got() {
    return got;
  }
}

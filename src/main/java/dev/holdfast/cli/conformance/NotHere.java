package dev.holdfast.cli.conformance;

/** What a check is about is not there, so it says nothing about this function. */
public final class NotHere extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  public NotHere(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}

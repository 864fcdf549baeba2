package dev.holdfast.sdk;

/** A string that does not show itself in logs and messages: it prints {@code ***}. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

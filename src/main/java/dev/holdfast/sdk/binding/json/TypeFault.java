package dev.holdfast.sdk.binding.json;

/**
 * A type that has no JSON form, within another one.
 *
 * @param pointer a JSON pointer to where a value of the type would be; empty for the whole
 * @param what what is the matter, to follow the name of whoever has the type
 * @param remedy what to write instead
 */
public record TypeFault(String pointer, String what, String remedy) {
  /** As a sentence about this subject, such as {@code Cart.lines}. */
  public String of(String subject) {
    String where = pointer.isEmpty() ? "" : " (at " + pointer + ")";
    return subject + " " + what + where + ". " + remedy;
  }
}

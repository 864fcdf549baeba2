package dev.holdfast.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.protocol.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says which messages a subscription is for.
 *
 * <pre>
 *   /celsius &gt; 30 and /station == "sea" or /alarm exists
 *
 *   filter     = conditions { "or" conditions }
 *   conditions = condition { "and" condition }
 *   condition  = POINTER ( "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) LITERAL
 *              | POINTER "exists"
 * </pre>
 *
 * <p>A pointer is a JSON pointer that ends at a blank or an operator; a literal is a JSON string,
 * number, {@code true}, {@code false} or {@code null}. Invariant: a condition about what is not
 * there is false, whatever its operator; so is an order between values of different types. Numbers
 * are compared by value ({@code 1 == 1.0}), strings by their UTF-16 characters.
 */
public final class Filter {
  /** How many characters a filter may have. */
  public static final int LONGEST = 1000;

  /** For every message; the filter of an empty text. */
  private static final Filter ALL = new Filter(List.of());

  private final List<List<Condition>> anyOfAll;

  private Filter(List<List<Condition>> anyOfAll) {
    this.anyOfAll = anyOfAll;
  }

  /**
   * Reads a filter; an empty text is one for every message.
   *
   * @throws IllegalArgumentException with what is expected at which position
   */
  public static Filter of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("a filter has at most " + LONGEST + " characters");
    }
    return text.isBlank() ? ALL : new Filter(new FilterReader(text).read());
  }

  /** Whether a message with this payload is wanted. */
  public boolean test(Json payload) {
    if (anyOfAll.isEmpty()) {
      return true;
    }
    JsonNode root = Payload.read(payload);
    return anyOfAll.stream()
        .anyMatch(all -> all.stream().allMatch(condition -> condition.test(root)));
  }

  /** The filter as text that reads as the same filter. */
  @Override
  public String toString() {
    return anyOfAll.stream()
        .map(all -> all.stream().map(Condition::toString).collect(Collectors.joining(" and ")))
        .collect(Collectors.joining(" or "));
  }
}

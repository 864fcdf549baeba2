package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.binding.json.JsonFields;
import dev.holdfast.sdk.testing.Scalar.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which messages of a topic a handler gets, as the platform reads it when it loads the service; the
 * SDK has no library, so this is its own reading of the same grammar.
 */
final class MessageFilter {
  private static final Pattern CONDITION =
      Pattern.compile(
          "(/[^\\s=!<>]*)\\s*(?:exists|(==|!=|<=|>=|<|>)\\s*"
              + "(\"(?:[^\"\\\\]++|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|true|false|null))"
              + "(?:\\s+(and|or)\\s+|\\s*$)");

  private final List<List<Condition>> anyOfAll;

  private record Condition(String pointer, String operator, String literal) {
    boolean holds(byte[] payload) {
      Optional<byte[]> value = JsonFields.at(payload, pointer);
      return operator.isEmpty()
          ? value.isPresent()
          : value.map(Scalar::of).filter(this::compares).isPresent();
    }

    private boolean compares(Scalar value) {
      var other = Scalar.of(literal);
      boolean ordered = value.kind() == other.kind() && value.kind() != Kind.OTHER;
      int order = ordered ? value.compareTo(other) : 0;
      return switch (operator) {
        case "==" -> ordered ? order == 0 : value.equals(other);
        case "!=" -> ordered ? order != 0 : !value.equals(other);
        case "<" -> ordered && order < 0;
        case "<=" -> ordered && order <= 0;
        case ">" -> ordered && order > 0;
        default -> ordered && order >= 0;
      };
    }
  }

  private MessageFilter(List<List<Condition>> anyOfAll) {
    this.anyOfAll = anyOfAll;
  }

  static MessageFilter of(String text) {
    var any = new ArrayList<List<Condition>>();
    var all = new ArrayList<Condition>();
    Matcher matcher = CONDITION.matcher(text.strip());
    int at = 0;
    while (at < text.strip().length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new AssertionError("The filter " + text + " cannot be read at " + at + ".");
      }
      String operator = Optional.ofNullable(matcher.group(2)).orElse("");
      String literal = Optional.ofNullable(matcher.group(3)).orElse("");
      all.add(new Condition(matcher.group(1), operator, literal));
      if (!"and".equals(matcher.group(4))) {
        any.add(List.copyOf(all));
        all.clear();
      }
      at = matcher.end();
    }
    return new MessageFilter(any);
  }

  boolean wants(byte[] payload) {
    return anyOfAll.isEmpty()
        || anyOfAll.stream().anyMatch(all -> all.stream().allMatch(it -> it.holds(payload)));
  }
}

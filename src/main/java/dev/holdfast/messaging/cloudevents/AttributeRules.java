package dev.holdfast.messaging.cloudevents;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the specification (1.0.2, section 3) demands of context attributes. Values are in their
 * canonical text form.
 */
final class AttributeRules {
  static final List<String> REQUIRED = List.of("id", "source", "type");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.+");

  /** RFC 3339; a second 60 is a leap second. */
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d):(\\d\\d)(\\.\\d+)?"
              + "([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)");

  private AttributeRules() {}

  /** Whether it can be the name of an attribute; {@code data} and what is like it cannot. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals("data");
  }

  /** Whether the specification defines the attribute, so that it must be text in JSON. */
  static boolean isCore(String name) {
    return switch (name) {
      case "id", "source", "type", "subject", "time", "datacontenttype", "dataschema" -> true;
      default -> false;
    };
  }

  /** What is wrong with an attribute's value, as the end of a sentence; empty when nothing is. */
  static Optional<String> fault(String name, String value) {
    if (hasForbiddenCharacter(value)) {
      return Optional.of("has a control character, a noncharacter or half a surrogate pair");
    }
    return switch (name) {
      case "id", "type", "subject", "partitionkey" -> whenEmpty(value);
      case "source" -> isReference(value) ? Optional.empty() : Optional.of("must be a URI");
      case "dataschema" ->
          isReference(value) && SCHEME.matcher(value).matches()
              ? Optional.empty()
              : Optional.of("must be an absolute URI");
      case "time" ->
          isTime(value)
              ? Optional.empty()
              : Optional.of("must be a time such as 2026-01-31T10:00:00Z (RFC 3339)");
      case "datacontenttype" ->
          MediaType.parse(value).isPresent()
              ? Optional.empty()
              : Optional.of("must be a media type such as application/json");
      default -> Optional.empty();
    };
  }

  private static Optional<String> whenEmpty(String value) {
    return value.isEmpty() ? Optional.of("must not be empty") : Optional.empty();
  }

  private static boolean hasForbiddenCharacter(String value) {
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      boolean noncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
      boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      if (Character.isISOControl(c) || noncharacter || half) {
        return true;
      }
      i += Character.charCount(c);
    }
    return false;
  }

  /** A URI reference that is not empty; the JDK alone would let other letters than ASCII pass. */
  private static boolean isReference(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c < 0x80)) {
      return false;
    }
    try {
      return new URI(value).toString().equals(value);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isTime(String value) {
    Matcher parts = TIME.matcher(value);
    if (!parts.matches()) {
      return false;
    }
    String second = parts.group(3).equals("60") ? "59" : parts.group(3);
    try {
      var _ = LocalDateTime.parse(parts.group(1) + "T" + parts.group(2) + ":" + second);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}

package dev.holdfast.messaging.cloudevents;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type as far as it decides how data is carried: as JSON, as text, or as bytes.
 *
 * @param type in lower case, such as {@code application/vnd.example+json}
 * @param charset in lower case, empty when none is named
 */
record MediaType(String type, String charset) {
  static final MediaType JSON = new MediaType("application/json", "");

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern FORM =
      Pattern.compile(
          "("
              + TOKEN
              + "/"
              + TOKEN
              + ")((?:[ \\t]*;[ \\t]*"
              + TOKEN
              + "=(?:"
              + TOKEN
              + "|\"[ !#-\\[\\]-~]*+(?:\\\\[ -~][ !#-\\[\\]-~]*+)*+\"))*+)[ \\t]*;?[ \\t]*");
  private static final Pattern CHARSET =
      Pattern.compile(";[ \\t]*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  /** Empty when it is none. */
  static Optional<MediaType> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Matcher charset = CHARSET.matcher(form.group(2));
    return Optional.of(
        new MediaType(
            form.group(1).toLowerCase(Locale.ROOT),
            charset.find() ? charset.group(1).toLowerCase(Locale.ROOT) : ""));
  }

  /** Whether the data is a JSON value, by the rule of the JSON format. */
  boolean isJson() {
    return type.endsWith("/json") || type.endsWith("+json");
  }

  /** Whether the data is text that can stand in a JSON string as it is. */
  boolean isText() {
    boolean text =
        type.startsWith("text/") || type.equals("application/xml") || type.endsWith("+xml");
    return text && isUtf8();
  }

  boolean isUtf8() {
    return charset.isEmpty() || charset.equals("utf-8") || charset.equals("us-ascii");
  }
}

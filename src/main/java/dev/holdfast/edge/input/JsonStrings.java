package dev.holdfast.edge.input;

import java.nio.charset.StandardCharsets;

/** Text in and out of JSON's quotes. */
public final class JsonStrings {
  private static final String HEX = "0123456789abcdef";

  private JsonStrings() {}

  /** Appends the text as a JSON string, in quotes. */
  public static void quote(StringBuilder to, String text) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || (Character.isSurrogate(c) && isLone(text, i))) {
            to.append("\\u")
                .append(HEX.charAt(c >> 12))
                .append(HEX.charAt(c >> 8 & 15))
                .append(HEX.charAt(c >> 4 & 15))
                .append(HEX.charAt(c & 15));
          } else {
            to.append(c);
          }
        }
      }
    }
    to.append('"');
  }

  public static byte[] quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2);
    quote(quoted, text);
    return quoted.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isLone(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  /** Resolves the escapes of a string that is known to be valid. */
  public static String unescape(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    var text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        i++;
        continue;
      }
      char escaped = raw.charAt(i + 1);
      i += escaped == 'u' ? 6 : 2;
      switch (escaped) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> text.append((char) Integer.parseInt(raw.substring(i - 4, i), 16));
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }
}

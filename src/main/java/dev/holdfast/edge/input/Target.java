package dev.holdfast.edge.input;

import dev.holdfast.protocol.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request asks for: the path in decoded segments and the query as it came.
 *
 * <p>Invariant: it is read from the raw request line, decoded exactly once. A segment that could
 * mean another path to somebody else (a dot segment, an encoded slash, a second encoding, a control
 * character, invalid UTF-8) is refused rather than normalised, so what is authorised is what was
 * sent.
 *
 * @param path as it came, without the query
 * @param mostParameters how many parameters the query may have
 */
public record Target(String path, List<String> segments, String rawQuery, int mostParameters) {
  /** One query parameter, decoded. */
  public record Parameter(String name, String value) {}

  public static Target parse(String raw, int mostParameters) throws RequestRefused {
    String origin = originForm(raw);
    int question = origin.indexOf('?');
    String path = question < 0 ? origin : origin.substring(0, question);
    String query = question < 0 ? "" : origin.substring(question + 1);
    return new Target(path, segmentsOf(path), query, mostParameters);
  }

  private static String originForm(String raw) throws RequestRefused {
    if (raw.startsWith("/")) {
      return raw;
    }
    if (raw.equals("*")) {
      return "/";
    }
    int authority = raw.indexOf("://");
    if (authority < 0) {
      throw malformed("The request target must be a path.");
    }
    int slash = raw.indexOf('/', authority + 3);
    return slash < 0 ? "/" : raw.substring(slash);
  }

  private static List<String> segmentsOf(String path) throws RequestRefused {
    if (path.length() == 1) {
      return List.of();
    }
    var segments = new ArrayList<String>(6);
    int start = 1;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      segments.add(segment(path, start, end));
      start = end + 1;
    }
    return segments;
  }

  private static String segment(String path, int start, int end) throws RequestRefused {
    String segment = path.substring(start, end);
    boolean encoded = segment.indexOf('%') >= 0;
    if (encoded) {
      segment = decode(segment, false);
    }
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw malformed("The path has an empty or a dot segment.");
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (Character.isISOControl(c) || c == '/' || c == '\\') {
        throw malformed("The path has a control character or a slash inside a segment.");
      }
      if (c == '%' && hex(segment, i + 1) >= 0 && hex(segment, i + 2) >= 0) {
        throw malformed("The path is percent-encoded twice.");
      }
    }
    return segment;
  }

  /** The query's parameters in order; a name without a value has the empty value. */
  public List<Parameter> parameters() throws RequestRefused {
    if (rawQuery.isEmpty()) {
      return List.of();
    }
    var parameters = new ArrayList<Parameter>(4);
    int start = 0;
    while (start <= rawQuery.length()) {
      int and = rawQuery.indexOf('&', start);
      int end = and < 0 ? rawQuery.length() : and;
      if (end > start) {
        parameters.add(parameter(rawQuery.substring(start, end)));
      }
      if (parameters.size() > mostParameters) {
        throw malformed("The query has more than " + mostParameters + " parameters.");
      }
      start = end + 1;
    }
    return parameters;
  }

  private static Parameter parameter(String pair) throws RequestRefused {
    int equals = pair.indexOf('=');
    return equals < 0
        ? new Parameter(decode(pair, true), "")
        : new Parameter(
            decode(pair.substring(0, equals), true), decode(pair.substring(equals + 1), true));
  }

  private static String decode(String text, boolean plusIsSpace) throws RequestRefused {
    var bytes = new byte[text.length()];
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = hex(text, i + 1);
        int low = hex(text, i + 2);
        if (high < 0 || low < 0) {
          throw malformed("The target has a percent sign that is not followed by two hex digits.");
        }
        bytes[size++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c >= 0x80) {
        throw malformed("The target has a character that is not ASCII; percent-encode it.");
      } else {
        bytes[size++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      CharBuffer decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size));
      return decoded.toString();
    } catch (CharacterCodingException e) {
      throw malformed("The target is not valid UTF-8 after percent-decoding.");
    }
  }

  private static int hex(String text, int at) {
    if (at >= text.length()) {
      return -1;
    }
    char c = text.charAt(at);
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(ProblemCode.INVALID_REQUEST.problem(detail));
  }
}

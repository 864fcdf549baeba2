package dev.holdfast.runtimes.process.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * A line of output as the log has it. One that is a JSON object with a level and a message, as
 * loggers of both languages write, keeps both; its other fields are left out.
 */
record LoggedLine(Level level, String message) {
  private static final JsonFactory FACTORY = new JsonFactory();

  static LoggedLine of(String line, Level otherwise) {
    return line.startsWith("{")
        ? json(line).orElseGet(() -> new LoggedLine(otherwise, line))
        : new LoggedLine(otherwise, line);
  }

  private static Optional<LoggedLine> json(String line) {
    Optional<Level> level = Optional.empty();
    Optional<String> message = Optional.empty();
    try (JsonParser in = FACTORY.createParser(line)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        switch (name) {
          case "level", "severity", "levelname" -> level = level(value, in.getText());
          case "message", "msg" ->
              message = value.isScalarValue() ? Optional.of(in.getText()) : Optional.empty();
          default -> in.skipChildren();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return level.isPresent() && message.isPresent()
        ? Optional.of(new LoggedLine(level.get(), message.get()))
        : Optional.empty();
  }

  /** Words, or the numbers of pino and bunyan: 10 is trace, each level is 10 more. */
  private static Optional<Level> level(JsonToken token, String text) {
    if (token == JsonToken.VALUE_NUMBER_INT && text.length() == 2) {
      return switch (text.charAt(0) - '0') {
        case 1 -> Optional.of(Level.TRACE);
        case 2 -> Optional.of(Level.DEBUG);
        case 3 -> Optional.of(Level.INFO);
        case 4 -> Optional.of(Level.WARN);
        case 5, 6 -> Optional.of(Level.ERROR);
        default -> Optional.empty();
      };
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "trace" -> Optional.of(Level.TRACE);
      case "debug" -> Optional.of(Level.DEBUG);
      case "info", "notice" -> Optional.of(Level.INFO);
      case "warn", "warning" -> Optional.of(Level.WARN);
      case "error", "fatal", "critical" -> Optional.of(Level.ERROR);
      default -> Optional.empty();
    };
  }
}

package dev.holdfast.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Server-sent events read from a body as they come.
 *
 * <p>Invariant: {@link #next} hands out whole messages only; one that was cut off is dropped, and
 * comes again to whoever resumes after the last id.
 */
public final class EventStream implements AutoCloseable {
  private final BufferedReader lines;

  public EventStream(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** One message; its id is empty when it carried none. */
  public record Message(String id, String event, String data) {}

  /** Waits for the next message that carries data; empty at the end of the stream. */
  public Optional<Message> next() throws IOException {
    var data = new StringBuilder();
    String id = "";
    String event = "message";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          data.setLength(data.length() - 1);
          return Optional.of(new Message(id, event, data.toString()));
        }
        event = "message";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "data" -> data.append(value).append('\n');
        case "id" -> id = value;
        case "event" -> event = value;
        default -> {
          // A comment keeps the connection open; other fields are for browsers.
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.EventStream;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Something that takes its time: what a node says meanwhile is printed as it comes. */
final class Told {
  private static final int REFUSED = 422;

  private Told() {}

  /** The document that it ends with; a refusal ends the command. */
  static JsonNode by(Client client, String path, JsonNode body, Consumer<String> says)
      throws IOException {
    HttpResponse<InputStream> response =
        client.open(
            path,
            body.toString().getBytes(StandardCharsets.UTF_8),
            Map.of("Accept", "text/event-stream"));
    if (response.statusCode() != 200) {
      try (InputStream rest = response.body()) {
        String text = new String(rest.readAllBytes(), StandardCharsets.UTF_8);
        throw Connection.refused(new Answer(response.statusCode(), response.headers(), text));
      }
    }
    try (var events = new EventStream(response.body())) {
      while (true) {
        Optional<EventStream.Message> next = events.next();
        if (next.isEmpty()) {
          throw new IOException("The node said nothing any more; see holdfast deployments.");
        }
        JsonNode data = JsonText.read(next.get().data());
        switch (next.get().event()) {
          case "done" -> {
            return data;
          }
          case "refused" ->
              throw Connection.refused(
                  new Answer(
                      data.path("status").asInt(REFUSED), response.headers(), next.get().data()));
          default -> says.accept(data.path("says").asText());
        }
      }
    }
  }
}

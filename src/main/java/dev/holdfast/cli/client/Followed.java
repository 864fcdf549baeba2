package dev.holdfast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a node tells as it happens, such as the commits of one instance.
 *
 * <p>Invariant: each message once and in order, across connections that broke: the next one resumes
 * after the last one that was handed out.
 */
public final class Followed implements AutoCloseable {
  private static final int MOST_TRIES = 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Client client;
  private final String path;
  private String lastId = "";
  private Optional<EventStream> open = Optional.empty();

  /** From a path, with the parameters that say where to begin. */
  public Followed(Client client, String path) {
    this.client = client;
    this.path = path;
  }

  /** The node does not let itself be followed. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Answer refusal;

    RefusedException(Answer refusal) {
      super(Refusal.of(refusal).text());
      this.refusal = refusal;
    }

    public Answer refusal() {
      return refusal;
    }
  }

  /** Waits for the next message; empty when the thread is interrupted. */
  public Optional<JsonNode> next() throws IOException {
    for (int attempt = 1; !Thread.currentThread().isInterrupted(); attempt++) {
      try {
        var message = stream().next();
        if (message.isPresent()) {
          lastId = message.get().id();
          return Optional.of(JsonText.read(message.get().data()));
        }
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == MOST_TRIES || lastId.isEmpty()) {
          throw e;
        }
      }
      close();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
      open = Optional.empty();
    }
  }

  private EventStream stream() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(connect());
    }
    return open.get();
  }

  private EventStream connect() throws IOException {
    var headers = new LinkedHashMap<>(Map.of("Accept", "text/event-stream"));
    if (!lastId.isEmpty()) {
      headers.put("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> response = client.open(path, headers);
    if (response.statusCode() == 200) {
      return new EventStream(response.body());
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw new RefusedException(new Answer(response.statusCode(), response.headers(), text));
    }
  }
}

package dev.holdfast.messaging.cloudevents;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Events for tests. */
final class Events {
  static final CloudEventLimits LIMITS = CloudEventLimits.from(ConfigFactory.load());
  static final CloudEventLimits SMALL = new CloudEventLimits(3, 2_000, 500, 8, 100, 10, 200, 20);
  static final CloudEventReader READER = new CloudEventReader(LIMITS);

  private Events() {}

  /** A document with the required attributes and what follows them. */
  static String document(String more) {
    return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"" + more + "}";
  }

  static CloudEvent event(CloudEvent.Data data, String... attributes) {
    Map<String, String> all = new TreeMap<>(Map.of("id", "1", "source", "/s", "type", "t"));
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    return new CloudEvent(all, data);
  }

  static CloudEvent structured(String document) throws InvalidEvent {
    return READER.structured(bytes(document));
  }

  static CloudEvent.Data json(String text) {
    return new CloudEvent.Data.OfJson(Json.of(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Something that refuses. */
  interface Reading {
    void run() throws InvalidEvent;
  }

  /** Code and pointer of the problem, such as {@code invalid-request /id}. */
  static String refused(Reading reading) {
    var problem = assertThrows(InvalidEvent.class, reading::run).problem();
    return (problem.code() + " " + problem.pointer()).strip();
  }
}

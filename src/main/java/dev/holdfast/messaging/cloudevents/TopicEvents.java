package dev.holdfast.messaging.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an event is as a message of a topic, and the other way round.
 *
 * <p>Invariant: an event that came in leaves with the attributes and the data it came with.
 *
 * <pre>
 *   id, source, type, …      attributes, each under its name; dedup id: source, a space, id
 *   partitionkey             key; without it the subject, without that the id
 *   data of JSON             payload as it is
 *   data of text             payload: a string
 *   other data               payload: a string in Base64
 *   no data                  payload: null
 * </pre>
 */
public final class TopicEvents {
  private static final String CONTENT_TYPE = "datacontenttype";

  private static final JsonFactory STRINGS =
      JsonFactory.builder()
          // What is in a topic passed the limits on its way in.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private TopicEvents() {}

  /** The message that an event is for a topic. */
  public static InboundMessage inbound(String topic, CloudEvent event) {
    var attributes = new TreeMap<>(event.attributes());
    Json payload =
        switch (event.data()) {
          case Data.None _ -> Json.NULL;
          case Data.OfJson(var json) -> json;
          case Data.OfText(var text) -> quoted(text);
          case Data.Binary(var base64) -> {
            attributes.putIfAbsent(CONTENT_TYPE, "application/octet-stream");
            yield quoted(base64);
          }
        };
    return new InboundMessage(
        topic, key(event), payload, attributes, Optional.of(event.source() + " " + event.id()));
  }

  /** What keeps events in order: the partition key, else the subject, else the id. */
  private static String key(CloudEvent event) {
    return event
        .attribute("partitionkey")
        .or(() -> event.attribute("subject"))
        .orElseGet(event::id);
  }

  private static Json quoted(String text) {
    byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    var whole = new byte[inner.length + 2];
    whole[0] = '"';
    System.arraycopy(inner, 0, whole, 1, inner.length);
    whole[whole.length - 1] = '"';
    return Json.wrap(whole);
  }

  /**
   * The event that a message is. One that came as an event is that event again; another one is
   * named by its id in the topic, comes from its publisher, and has the topic as its type. Where it
   * has attributes that an event can have they are kept, and go before these.
   */
  public static CloudEvent outbound(TopicMessage message) {
    var attributes = new TreeMap<String, String>();
    for (Map.Entry<String, String> given : message.publication().attributes().entrySet()) {
      String name = given.getKey();
      boolean valid =
          AttributeRules.isName(name)
              && !name.equals("specversion")
              && AttributeRules.fault(name, given.getValue()).isEmpty();
      if (valid) {
        attributes.put(name, given.getValue());
      }
    }
    if (!attributes.keySet().containsAll(AttributeRules.REQUIRED)) {
      String key = message.publication().key();
      attributes.putIfAbsent("id", message.id().key());
      attributes.putIfAbsent("source", source(message.publisher()));
      attributes.putIfAbsent("type", message.publication().topic());
      attributes.putIfAbsent("time", message.time().toString());
      if (AttributeRules.fault("subject", key).isEmpty()) {
        attributes.putIfAbsent("subject", key);
        attributes.putIfAbsent("partitionkey", key);
      }
    }
    return new CloudEvent(attributes, data(attributes, message.publication().payload()));
  }

  private static String source(EntityId publisher) {
    String id = URLEncoder.encode(publisher.id(), StandardCharsets.UTF_8).replace("+", "%20");
    return "/services/" + publisher.service() + "/" + id;
  }

  /** The data; a media type that the payload does not have is taken from the attributes. */
  private static Data data(Map<String, String> attributes, Json payload) {
    if (payload.isNull()) {
      return new Data.None();
    }
    Optional<MediaType> type =
        Optional.ofNullable(attributes.get(CONTENT_TYPE)).flatMap(MediaType::parse);
    if (type.isEmpty() || type.get().isJson()) {
      return new Data.OfJson(payload);
    }
    Optional<String> text = string(payload);
    if (text.isPresent() && type.get().isText()) {
      return new Data.OfText(text.get());
    }
    if (text.isPresent() && isBase64(text.get())) {
      return new Data.Binary(text.get());
    }
    attributes.remove(CONTENT_TYPE);
    return new Data.OfJson(payload);
  }

  /** The text of a payload that is a JSON string. */
  private static Optional<String> string(Json payload) {
    try (JsonParser in = STRINGS.createParser(payload.toString())) {
      return in.nextToken() == JsonToken.VALUE_STRING
          ? Optional.of(in.getText())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("A payload that is not JSON", e);
    }
  }

  private static boolean isBase64(String text) {
    try {
      var _ = Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

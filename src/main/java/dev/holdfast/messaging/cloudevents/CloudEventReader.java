package dev.holdfast.messaging.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.protocol.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads events in each of the three modes that the HTTP binding of CloudEvents 1.0 has.
 *
 * <p>Invariant: what it gives is whole and within the limits; of a batch with one wrong event it
 * gives nothing. A problem points to the event and the attribute.
 */
public final class CloudEventReader {
  private static final String CLOUD_EVENTS = "application/cloudevents";

  private final CloudEventLimits limits;
  private final JsonFactory factory;
  private final HeaderAttributes headers;

  public CloudEventReader(CloudEventLimits limits) {
    this.limits = limits;
    this.factory = StrictJson.factory(limits);
    this.headers = new HeaderAttributes(limits);
  }

  /** How a message carries events. */
  public enum Mode {
    /** Attributes in headers, the data as the body. */
    BINARY,
    /** One event as a JSON document. */
    STRUCTURED,
    /** A JSON array of events. */
    BATCH
  }

  /** The mode that a content type stands for; a format that is not of JSON is refused. */
  public static Mode mode(String contentType) throws InvalidEvent {
    if (!contentType.toLowerCase(Locale.ROOT).startsWith(CLOUD_EVENTS)) {
      return Mode.BINARY;
    }
    MediaType type = MediaType.parse(contentType).orElse(new MediaType("", ""));
    Mode mode =
        switch (type.type()) {
          case CLOUD_EVENTS + "+json" -> Mode.STRUCTURED;
          case CLOUD_EVENTS + "-batch+json" -> Mode.BATCH;
          default -> Mode.BINARY;
        };
    if (mode == Mode.BINARY || !type.isUtf8()) {
      throw new InvalidEvent(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE.problem(
              "Events are taken as application/cloudevents+json or"
                  + " application/cloudevents-batch+json in UTF-8, or in binary mode."));
    }
    return mode;
  }

  /** Whether a body of this content type is a JSON document, in whatever mode. */
  public static boolean isJson(String contentType) {
    return MediaType.parse(contentType).filter(MediaType::isJson).isPresent();
  }

  /**
   * Reads a message in the mode that its content type stands for.
   *
   * @param contentType empty for none
   * @param ce the headers that begin with {@code ce-}, by what follows that in lower case; a name
   *     that came twice is for the caller to refuse
   */
  public List<CloudEvent> read(String contentType, Map<String, String> ce, byte[] body)
      throws InvalidEvent {
    return switch (mode(contentType)) {
      case BINARY -> List.of(binary(contentType, ce, body));
      case STRUCTURED -> List.of(structured(body));
      case BATCH -> batch(body);
    };
  }

  /** Reads an event in binary mode. */
  public CloudEvent binary(String contentType, Map<String, String> ce, byte[] body)
      throws InvalidEvent {
    if (body.length > limits.dataBytes()) {
      throw tooLarge("", "The data of an event", limits.dataBytes());
    }
    Map<String, String> attributes = headers.read(ce, contentType);
    return new CloudEvent(attributes, new DataForms(factory).ofBody(attributes, body));
  }

  /** Reads an event in structured mode. */
  public CloudEvent structured(byte[] body) throws InvalidEvent {
    requireSize(body, "An event");
    try (StrictJson json = StrictJson.open(factory, body)) {
      CloudEvent event = new JsonEvent(json, "", limits, factory).read(json.first());
      json.end();
      return event;
    }
  }

  /** Reads a batch. */
  public List<CloudEvent> batch(byte[] body) throws InvalidEvent {
    requireSize(body, "A batch");
    try (StrictJson json = StrictJson.open(factory, body)) {
      if (json.first() != JsonToken.START_ARRAY) {
        throw InvalidEvent.at("", "A batch is a JSON array of events.");
      }
      var events = new ArrayList<CloudEvent>();
      for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
        if (events.size() == limits.batch()) {
          throw new InvalidEvent(
              ProblemCode.TOO_LARGE.at(
                  "/" + events.size(), "A batch has at most " + limits.batch() + " events."));
        }
        events.add(new JsonEvent(json, "/" + events.size(), limits, factory).read(token));
      }
      json.end();
      return List.copyOf(events);
    }
  }

  private void requireSize(byte[] body, String what) throws InvalidEvent {
    if (body.length > limits.bytes()) {
      throw tooLarge("", what, limits.bytes());
    }
  }

  static InvalidEvent tooLarge(String pointer, String what, int bytes) {
    return new InvalidEvent(
        ProblemCode.TOO_LARGE.at(pointer, what + " may have at most " + bytes + " bytes."));
  }
}

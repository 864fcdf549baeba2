package dev.holdfast.connectors.intake;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Intake;
import dev.holdfast.connectors.MessagePart;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.protocol.Json;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How a broker's message becomes one of the topic; pure. */
public final class MessageShape {
  private final String topic;
  private final long maxBytes;
  private final Intake settings;

  public MessageShape(ConnectorSettings.Source source) {
    this.topic = source.common().topic();
    this.maxBytes = source.common().maxBytes();
    this.settings = source.intake();
  }

  Shaped of(Incoming<?> incoming) {
    if (incoming.bytes() > maxBytes) {
      return new Shaped.Poison(incoming.bytes() + " bytes, more than max-bytes");
    }
    try {
      Json payload = payload(incoming.body().bytes());
      String key = key(incoming);
      Optional<String> id = part(settings.id(), incoming);
      return new Shaped.Fits(
          new InboundMessage(topic, key, payload, attributes(incoming.attributes()), id));
    } catch (NotShaped e) {
      return new Shaped.Poison(e.why);
    }
  }

  private Json payload(byte[] body) throws NotShaped {
    return switch (settings.payload()) {
      case JSON -> {
        String wrong = JsonBody.wrong(text(body)).orElse("");
        if (!wrong.isEmpty()) {
          throw new NotShaped("the body is not JSON: " + wrong);
        }
        yield Json.wrap(body);
      }
      case TEXT -> quoted(text(body));
      case BASE64 -> quoted(Base64.getEncoder().encodeToString(body));
    };
  }

  private static Json quoted(String text) {
    return Json.of('"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
  }

  private static String text(byte[] body) throws NotShaped {
    try {
      return JsonBody.decoded(body);
    } catch (CharacterCodingException e) {
      throw new NotShaped("the body is not UTF-8");
    }
  }

  private String key(Incoming<?> incoming) throws NotShaped {
    if (settings.key() instanceof MessagePart.None) {
      return "";
    }
    return part(settings.key(), incoming)
        .orElseThrow(() -> new NotShaped("it has no " + named(settings.key()) + " for its key"));
  }

  private static Optional<String> part(MessagePart part, Incoming<?> incoming) throws NotShaped {
    return switch (part) {
      case MessagePart.RoutingKey _ -> incoming.routingKey();
      case MessagePart.MessageId _ -> incoming.messageId();
      case MessagePart.Named named -> Optional.ofNullable(incoming.attributes().get(named.name()));
      case MessagePart.Body body -> JsonBody.at(text(incoming.body().bytes()), body.pointer());
      case MessagePart.None _ -> Optional.empty();
    };
  }

  private static String named(MessagePart part) {
    return switch (part) {
      case MessagePart.RoutingKey _ -> "routing key or record key";
      case MessagePart.MessageId _ -> "message id";
      case MessagePart.Named named -> "header or field " + named.name();
      case MessagePart.Body body -> "text or number at " + body.pointer();
      case MessagePart.None _ -> "part";
    };
  }

  /** What became the key or the id is not said twice. */
  private Map<String, String> attributes(Map<String, String> all) {
    Map<String, String> rest = new HashMap<>(all);
    if (settings.key() instanceof MessagePart.Named named) {
      rest.remove(named.name());
    }
    if (settings.id() instanceof MessagePart.Named named) {
      rest.remove(named.name());
    }
    return rest;
  }

  private static final class NotShaped extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    NotShaped(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }
}

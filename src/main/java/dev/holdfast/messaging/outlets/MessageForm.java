package dev.holdfast.messaging.outlets;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.Publication;
import dev.holdfast.runtimes.InvalidArgument;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A message of a topic as the argument that is parked, and that an operator may edit. */
final class MessageForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MessageForm() {}

  static Json write(TopicMessage message) {
    Publication publication = message.publication();
    ObjectNode form = JSON.createObjectNode();
    form.put("id", message.id().key());
    form.put("topic", publication.topic()).put("key", publication.key());
    form.put("publisher", message.publisher().key()).put("time", message.time().toString());
    try {
      form.set("payload", JSON.readTree(publication.payload().utf8()));
      ObjectNode attributes = form.putObject("attributes");
      publication.attributes().forEach(attributes::put);
      return Json.wrap(JSON.writeValueAsBytes(form));
    } catch (IOException e) {
      throw new IllegalStateException("A published message is not JSON: " + message.id(), e);
    }
  }

  static TopicMessage read(Json argument) throws InvalidArgument {
    try {
      JsonNode form = JSON.readTree(argument.utf8());
      Map<String, String> attributes = new TreeMap<>();
      form.path("attributes")
          .properties()
          .forEach(one -> attributes.put(one.getKey(), one.getValue().asText()));
      return new TopicMessage(
          MessageId.parse(form.path("id").asText()),
          EntityId.parse(form.path("publisher").asText()),
          Instant.parse(form.path("time").asText()),
          new Publication(
              form.path("topic").asText(), form.path("key").asText(), payload(form), attributes));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new InvalidArgument(
          ProblemCode.INVALID_ARGUMENT.problem("It is no message of a topic: " + e.getMessage()));
    }
  }

  private static Json payload(JsonNode form) throws JacksonException {
    return form.has("payload")
        ? Json.wrap(JSON.writeValueAsBytes(form.path("payload")))
        : Json.NULL;
  }
}

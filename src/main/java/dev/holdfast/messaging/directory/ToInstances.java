package dev.holdfast.messaging.directory;

import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription.Handler;
import dev.holdfast.protocol.Trigger;
import dev.holdfast.triggers.Filter;
import dev.holdfast.triggers.IdTemplate;
import java.util.Optional;

/** Addresses messages of a topic to the instances of a service. */
final class ToInstances {
  /** Keeps what names no instance, until somebody looks. */
  private static final String NOBODY = "unaddressed";

  private final String service;
  private final String handler;
  private final Trigger.Topic topic;
  private final IdTemplate id;
  private final Filter filter;

  private ToInstances(String service, String handler, Trigger.Topic topic) {
    this.service = service;
    this.handler = handler;
    this.topic = topic;
    this.id = IdTemplate.of(topic.id());
    this.filter = Filter.of(topic.filter());
  }

  static Subscription.Addressing of(String service, Handler handler, Trigger.Topic topic) {
    return new ToInstances(service, handler.name(), topic)::letter;
  }

  private Optional<Letter> letter(TopicMessage message) {
    Json payload = message.publication().payload();
    try {
      if (!filter.test(payload)) {
        return Optional.empty();
      }
      String key = message.publication().key();
      return Optional.of(
          switch (id.resolve(payload, key)) {
            case IdTemplate.Result.Resolved(String found) ->
                letter(message, found, Optional.empty());
            case IdTemplate.Result.Unresolved(String why) -> unaddressed(message, why);
          });
    } catch (RuntimeException e) {
      return Optional.of(unaddressed(message, String.valueOf(e.getMessage())));
    }
  }

  /** It is parked at an instance of its own, so that nothing is lost and nobody waits. */
  private Letter unaddressed(TopicMessage message, String why) {
    Problem problem = ProblemCode.INVALID_ARGUMENT.problem("The message names no instance: " + why);
    return letter(message, NOBODY, Optional.of(problem));
  }

  private Letter letter(TopicMessage message, String instance, Optional<Problem> hopeless) {
    var target = new EntityId(service, instance);
    var call = new HandlerCall(target, handler, message.publication().payload());
    Caller publisher = Caller.service(message.publisher().service());
    return new Letter(
        message.id(),
        target.key(),
        new Letter.Content.Invoke(call, Optional.empty(), publisher, topic.waits(), hopeless));
  }
}

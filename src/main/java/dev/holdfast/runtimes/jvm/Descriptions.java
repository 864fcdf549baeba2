package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.Trigger;
import dev.holdfast.sdk.binding.EventBinding;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.RouteBinding;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.TriggerBinding;
import dev.holdfast.sdk.binding.json.JsonText;
import java.util.Map;
import java.util.stream.Collectors;

/** Says to the platform, in its own words, what the SDK has bound. */
final class Descriptions {
  private Descriptions() {}

  static ServiceDescription of(ServiceBinding service, String version) {
    return new ServiceDescription(
        service.name(),
        kind(service),
        version,
        json(service.state().schema()),
        service.events().stream().map(Descriptions::event).toList(),
        service.handlers().stream().map(Descriptions::handler).toList());
  }

  private static ServiceDescription.Kind kind(ServiceBinding service) {
    return switch (service.kind()) {
      case ENTITY -> ServiceDescription.Kind.ENTITY;
      case VALUE -> ServiceDescription.Kind.VALUE;
      case STATELESS -> ServiceDescription.Kind.STATELESS;
      case WORKFLOW, VIEW ->
          throw new IllegalStateException("The binder refuses a " + service.kind() + " by now.");
    };
  }

  private static ServiceDescription.Event event(EventBinding event) {
    return new ServiceDescription.Event(
        event.type(), event.version(), json(event.codec().schema()), event.upcasts());
  }

  private static ServiceDescription.Handler handler(HandlerBinding handler) {
    return new ServiceDescription.Handler(
        handler.name(),
        handler.query(),
        handler.argument().map(codec -> json(codec.schema())),
        handler.reply().map(codec -> json(codec.schema())),
        handler.rejections().stream()
            .map(it -> new ServiceDescription.Rejection(it.code(), it.status()))
            .toList(),
        handler.route().map(Descriptions::route),
        handler.allow(),
        new ServiceDescription.Limits(
            handler.limits().deadline(), handler.limits().queue(), handler.limits().bodyBytes()),
        handler.triggers().stream().map(Descriptions::trigger).toList());
  }

  private static Trigger trigger(TriggerBinding trigger) {
    return switch (trigger) {
      case TriggerBinding.Topic(
              String topic,
              String id,
              String filter,
              String start,
              boolean waits) ->
          new Trigger.Topic(topic, id, filter, start, waits);
      case TriggerBinding.Schedule(String cron, String zone, String missed, String id) ->
          new Trigger.Schedule(cron, zone, missed, id);
      case TriggerBinding.Events _ ->
          throw new IllegalStateException("The binder refuses triggers by events by now.");
    };
  }

  /** The route as its author wrote it. */
  private static String route(RouteBinding route) {
    String parameters =
        route.parameters().stream().map(name -> name + "=").collect(Collectors.joining("&"));
    return route.method() + " " + route.path() + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  private static Json json(Map<String, Object> schema) {
    return Json.wrap(JsonText.write(schema));
  }
}

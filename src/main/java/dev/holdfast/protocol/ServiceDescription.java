package dev.holdfast.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a runtime says about one service it hosts: everything the platform may rely on.
 *
 * @param state the JSON Schema (2020-12) of the state, as JSON
 * @param version content address of the code that describes itself so
 */
public record ServiceDescription(
    String service,
    Kind kind,
    String version,
    Json state,
    List<Event> events,
    List<Handler> handlers) {

  /** Entity: event sourced. Value: state replaced. Stateless: neither state nor events. */
  public enum Kind {
    ENTITY,
    VALUE,
    STATELESS
  }

  /** An event type the service writes or still reads; {@code upcasts} are older versions read. */
  public record Event(String type, int version, Json schema, List<Integer> upcasts) {
    public Event {
      upcasts = List.copyOf(upcasts);
    }
  }

  /**
   * One command or query.
   *
   * @param argument the JSON Schema of the argument; absent when the handler takes none
   * @param reply the JSON Schema of the reply; absent when there is none
   * @param route the declared route such as {@code GET /carts/{id}/total}
   * @param allow who may call: {@code anyone}, {@code user}, {@code role:x}, {@code service:x}
   * @param triggers what runs it beside calls
   */
  public record Handler(
      String name,
      boolean query,
      Optional<Json> argument,
      Optional<Json> reply,
      List<Rejection> rejections,
      Optional<String> route,
      List<String> allow,
      Limits limits,
      List<Trigger> triggers) {
    public Handler {
      rejections = List.copyOf(rejections);
      allow = List.copyOf(allow);
      triggers = List.copyOf(triggers);
    }
  }

  /** A refusal the handler may answer with. */
  public record Rejection(String code, int status) {}

  /** What the author set; absent where the platform's default holds. */
  public record Limits(
      Optional<Duration> deadline, Optional<Integer> queue, Optional<Integer> bodyBytes) {
    public static final Limits DEFAULT =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public ServiceDescription {
    events = List.copyOf(events);
    handlers = List.copyOf(handlers);
  }

  public Optional<Handler> handler(String name) {
    for (Handler handler : handlers) {
      if (handler.name().equals(name)) {
        return Optional.of(handler);
      }
    }
    return Optional.empty();
  }
}

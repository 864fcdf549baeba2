package dev.holdfast.edge;

import dev.holdfast.messaging.ConnectorAccess;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Connectors that only remember how they were declared, and refuse the type {@code wrong}. */
final class MemoryConnectors implements ConnectorAccess {
  private final Map<String, Json> declared = new ConcurrentSkipListMap<>();

  @Override
  public Json all() {
    return Json.of("{\"connectors\":[" + String.join(",", texts()) + "]}");
  }

  private Iterable<String> texts() {
    return declared.values().stream().map(Json::toString).toList();
  }

  @Override
  public Optional<Json> one(String name) {
    return Optional.ofNullable(declared.get(name));
  }

  @Override
  public Optional<Problem> put(String name, Json settings) {
    if (settings.toString().contains("wrong")) {
      return Optional.of(ProblemCode.INVALID_REQUEST.at("/type", "must be another."));
    }
    declared.put(name, settings);
    return Optional.empty();
  }

  @Override
  public Optional<Problem> remove(String name) {
    return declared.remove(name) == null
        ? Optional.of(ProblemCode.UNKNOWN_ROUTE.problem("There is no connector " + name + "."))
        : Optional.empty();
  }
}

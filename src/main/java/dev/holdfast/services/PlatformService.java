package dev.holdfast.services;

import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Handler;
import java.util.List;
import java.util.Optional;

/**
 * How services of the platform's own are described: entities that only they themselves may call.
 */
public final class PlatformService {
  private PlatformService() {}

  public static ServiceDescription of(String service, List<String> commands) {
    return new ServiceDescription(
        service,
        ServiceDescription.Kind.ENTITY,
        "platform",
        Json.of("{}"),
        List.of(),
        commands.stream().map(command -> command(service, command)).toList());
  }

  private static Handler command(String service, String name) {
    return new Handler(
        name,
        false,
        Optional.of(Json.of("{}")),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of("service:" + service),
        ServiceDescription.Limits.DEFAULT,
        List.of());
  }
}

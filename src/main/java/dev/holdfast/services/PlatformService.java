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
  private static final String VERSION = "platform";

  private PlatformService() {}

  /** Whether it is one of them; no code that is deployed has a version of this name. */
  public static boolean is(ServiceDescription service) {
    return service.version().equals(VERSION);
  }

  public static ServiceDescription of(String service, List<String> commands) {
    return new ServiceDescription(
        service,
        ServiceDescription.Kind.ENTITY,
        VERSION,
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

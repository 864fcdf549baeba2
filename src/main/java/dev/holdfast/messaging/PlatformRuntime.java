package dev.holdfast.messaging;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.PlatformService;
import java.util.List;
import java.util.Optional;

/**
 * A service of the platform's own with one command, whose instances have no state of their own:
 * what they keep is in their outboxes and among what they parked.
 */
public abstract class PlatformRuntime implements FunctionRuntime {
  private static final FunctionState NOTHING = () -> Json.NULL;

  private final ServiceDescription description;

  protected PlatformRuntime(String service, String command) {
    this.description = PlatformService.of(service, List.of(command));
  }

  @Override
  public final ServiceDescription description() {
    return description;
  }

  @Override
  public final FunctionState empty() {
    return NOTHING;
  }

  @Override
  public final Answer query(FunctionState state, Invocation invocation) {
    return new Answer.Nothing();
  }

  @Override
  public final FunctionState fold(FunctionState state, List<EventData> events) {
    return state;
  }

  @Override
  public final Optional<FunctionState> decode(Json state) {
    return Optional.of(NOTHING);
  }

  @Override
  public final void close() {}
}

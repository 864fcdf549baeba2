package dev.holdfast.connectors.redis;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The client's threads, which all connectors of a node share; there are none until the first one
 * asks.
 */
public final class RedisThreads implements AutoCloseable {
  /** The least that the client takes. */
  private static final int EACH = 2;

  private static final long CLOSING_MILLIS = 2_000;

  private Optional<ClientResources> started = Optional.empty();

  synchronized ClientResources get() {
    ClientResources resources =
        started.orElseGet(
            () ->
                DefaultClientResources.builder()
                    .ioThreadPoolSize(EACH)
                    .computationThreadPoolSize(EACH)
                    .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                    .build());
    started = Optional.of(resources);
    return resources;
  }

  @Override
  public synchronized void close() {
    started.ifPresent(
        resources ->
            resources
                .shutdown(0, CLOSING_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSING_MILLIS));
    started = Optional.empty();
  }
}

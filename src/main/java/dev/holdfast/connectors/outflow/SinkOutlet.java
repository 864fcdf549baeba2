package dev.holdfast.connectors.outflow;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.Publication;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A sink as the topic sees it, whether or not there is a connection: without one, every message is
 * told to come later.
 */
public final class SinkOutlet implements Outlet {
  private final ConnectorSettings.Sink settings;
  private final Status status;
  private final Runnable stop;
  private volatile Optional<Window> window = Optional.empty();

  public SinkOutlet(ConnectorSettings.Sink settings, Status status, Runnable stop) {
    this.settings = settings;
    this.status = status;
    this.stop = stop;
  }

  /** From now on messages go through this one. */
  public void through(Window next) {
    window = Optional.of(next);
  }

  @Override
  public String line(TopicMessage message) {
    return switch (settings.outflow().order()) {
      case KEY -> message.publication().key();
      case ALL -> "";
      case NONE -> message.id().key();
    };
  }

  @Override
  public CompletionStage<Handover> deliver(TopicMessage message) {
    long bytes = bytes(message.publication());
    if (bytes > settings.common().maxBytes()) {
      status.counts().refused().increment();
      return CompletableFuture.completedStage(
          new Handover.Refused(bytes + " bytes, more than max-bytes"));
    }
    Optional<Window> open = window;
    if (open.isEmpty()) {
      status.counts().again().increment();
      return CompletableFuture.completedStage(new Handover.NotNow("there is no connection yet"));
    }
    return open.get().take(message);
  }

  private static long bytes(Publication publication) {
    long sum = publication.payload().size();
    for (Map.Entry<String, String> one : publication.attributes().entrySet()) {
      sum += one.getKey().getBytes(StandardCharsets.UTF_8).length;
      sum += one.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    return sum;
  }

  @Override
  public void close() {
    stop.run();
  }
}

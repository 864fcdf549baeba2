package dev.holdfast.connectors.link;

import dev.holdfast.connectors.ConnectorState.Failure;
import dev.holdfast.connectors.ConnectorState.Phase;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one connector; written by its thread, read by anybody.
 *
 * <p>Invariant: a text of a failure is one line of bounded length.
 *
 * <pre>
 *   Stopped ──► Connecting ◄──► Running
 *      ▲            │              │
 *      └────────────┴──────────────┘
 * </pre>
 */
public final class Status {
  private static final Logger LOG = LoggerFactory.getLogger(Status.class);
  private static final int LONGEST_TEXT = 300;
  private static final int MOST_CAUSES = 5;
  private static final long QUIET_MILLIS = 10_000;

  private final String name;
  private final Clock clock;
  private final Counts counts = new Counts();
  private volatile Phase phase;
  private volatile Optional<Failure> failure = Optional.empty();
  private long loggedMillis = Long.MIN_VALUE;

  public Status(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.phase = new Phase.Stopped(clock.instant());
  }

  public String name() {
    return name;
  }

  public Counts counts() {
    return counts;
  }

  public Phase phase() {
    return phase;
  }

  public Optional<Failure> failure() {
    return failure;
  }

  void connecting() {
    phase = new Phase.Connecting(clock.instant(), "");
  }

  /** Messages can flow. */
  public void running() {
    phase = new Phase.Running(clock.instant());
  }

  void stopped() {
    phase = new Phase.Stopped(clock.instant());
  }

  /** There is no connection since then; one that was missing already is missing since before. */
  public void lost(String error) {
    phase =
        new Phase.Connecting(
            phase instanceof Phase.Connecting before ? before.since() : clock.instant(), error);
    failed(error);
  }

  /** Something went wrong, and the connection is none the worse for it. */
  public void failed(String error) {
    failure = Optional.of(new Failure(clock.instant(), error));
  }

  /** The same for what may happen to every message: told to the log once in a while only. */
  public synchronized void complain(String error) {
    failed(error);
    long now = clock.millis();
    if (loggedMillis == Long.MIN_VALUE || now - loggedMillis >= QUIET_MILLIS) {
      loggedMillis = now;
      LOG.warn("Connector {}: {}", name, error);
    }
  }

  /** What went wrong, in one line: what a failure says and what its causes say. */
  public static String text(Throwable failure) {
    List<String> said = new ArrayList<>();
    @Nullable Throwable told = failure;
    for (int i = 0; i < MOST_CAUSES && told != null; i++) {
      @Nullable Throwable below = told.getCause();
      String message = told.getMessage();
      boolean own = message != null && (below == null || !message.equals(below.toString()));
      if (own && said.stream().noneMatch(before -> before.contains(message))) {
        said.add(message);
      }
      told = below;
    }
    if (said.isEmpty()) {
      said.add(named(failure));
    }
    return line(String.join(": ", said));
  }

  private static String named(Throwable failure) {
    return switch (failure) {
      case ClosedChannelException _ -> "the connection was closed";
      case TimeoutException _ -> "no answer in time";
      default -> failure.getClass().getSimpleName();
    };
  }

  static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
  }
}

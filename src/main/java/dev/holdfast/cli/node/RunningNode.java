package dev.holdfast.cli.node;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A node that runs in this process.
 *
 * <p>Invariant: it answers at {@link #url()} from the moment it is handed out until {@link #close}.
 */
public interface RunningNode {
  /**
   * How long its process waits for {@link #close} before it ends anyway. Less than the 30 seconds
   * after which schedulers kill; the manifests in {@code deploy/} are tested against it.
   */
  Duration STOP_WITHIN = Duration.ofSeconds(25);

  /** Where it listens, such as {@code http://127.0.0.1:8080}. */
  URI url();

  /** What its journal holds; counts it all, so ask once, before anything is written. */
  Recovered recovered();

  /**
   * Deploys a service folder again; instances keep their state and move to the new version between
   * two commands.
   *
   * @throws NodeFailed when the folder does not compile or a service is refused; what ran before
   *     keeps running
   */
  void reload(Path folder);

  /** Drains and stops; a second call is the same stage. */
  CompletionStage<Void> close();

  /** The instances that have a history, and how many commits they have together. */
  record Recovered(long entities, long commits) {}
}

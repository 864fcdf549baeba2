package dev.holdfast.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Keeps remoting up in a process that was told to end, until its node has left.
 *
 * <p>Pekko's remoting has a shutdown hook of its own, which cuts all connections as soon as no hook
 * of a coordinated shutdown is at work, so at once where those are off, as here. The node would
 * then drain without its peers: calls that live elsewhere hang, slices cannot be handed over, and
 * the peers have to find out that it is gone. Hence a hook that is at work until the actors have
 * ended.
 */
final class StoppingProcess {
  /** A node has left before that; whatever hangs does not hold up the process longer. */
  private static final Duration MOST = Duration.ofSeconds(25);

  private StoppingProcess() {}

  static void keepRemoting(ActorSystem<?> system) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    // Remoting waits for no longer than all phases with a task may take; this one makes room for
    // the drain before them. It has nothing to do, so it takes no time.
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "room-for-the-drain",
        () -> CompletableFuture.completedFuture(Done.getInstance()));
    CompletableFuture<Done> ended = system.getWhenTerminated().toCompletableFuture();
    Cancellable hook = shutdown.addCancellableJvmShutdownHook(() -> await(ended));
    var _ = ended.thenRun(hook::cancel);
  }

  private static void await(CompletableFuture<Done> ended) {
    ended
        .copy()
        .completeOnTimeout(Done.getInstance(), MOST.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}

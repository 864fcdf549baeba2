package dev.holdfast.cli;

import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.NodeStarter;
import dev.holdfast.cli.node.RunningNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node of this process from its start to its stop.
 *
 * <p>Invariant: whatever ends the process, Ctrl-C, a TERM signal or the end of the command, the
 * node is asked to drain, once, and is waited for no longer than {@link RunningNode#STOP_WITHIN}.
 */
final class Session implements AutoCloseable {
  private final RunningNode node;
  private final Terminal terminal;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

  private Session(RunningNode node, Terminal terminal) {
    this.node = node;
    this.terminal = terminal;
  }

  static Session start(NodeStarter starter, NodeOptions options, Terminal terminal) {
    Session session = new Session(starter.start(options), terminal);
    Runtime.getRuntime().addShutdownHook(session.hook);
    return session;
  }

  RunningNode node() {
    return node;
  }

  /** Waits until the process is told to stop; true when it was, false when the time was up. */
  boolean stopsWithin(Duration time) {
    try {
      return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Waits until the process is told to stop. */
  void untilStopped() {
    try {
      stopping.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // The hook is at it already and the process ends with it.
    }
    drain();
  }

  private void stop() {
    terminal.err().println("\nholdfast: stopping");
    stopping.countDown();
    drain();
  }

  private void drain() {
    boolean interrupted = Thread.interrupted();
    try {
      node.close()
          .toCompletableFuture()
          .get(RunningNode.STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      terminal
          .err()
          .println("holdfast: not drained after " + RunningNode.STOP_WITHIN.toSeconds() + " s");
    } catch (ExecutionException e) {
      terminal.err().println("holdfast: stopping failed: " + e.getCause());
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

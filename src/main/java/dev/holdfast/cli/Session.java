package dev.holdfast.cli;

import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.NodeStarter;
import dev.holdfast.cli.node.RunningNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
  private final CompletableFuture<RunningNode> node = new CompletableFuture<>();
  private final Terminal terminal;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

  private Session(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A node that is told to stop while it starts is drained as soon as it has started. */
  static Session start(NodeStarter starter, NodeOptions options, Terminal terminal) {
    var session = new Session(terminal);
    Runtime.getRuntime().addShutdownHook(session.hook);
    try {
      session.node.complete(starter.start(options));
      return session;
    } catch (Throwable e) {
      session.node.completeExceptionally(e);
      session.forgetHook();
      throw e;
    }
  }

  RunningNode node() {
    return node.join();
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
    if (forgetHook()) {
      drain();
    }
  }

  /** False when the hook is at it already, and the process ends with it. */
  private boolean forgetHook() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void stop() {
    terminal.err().println("\nholdfast: stopping");
    stopping.countDown();
    drain();
  }

  private void drain() {
    boolean interrupted = Thread.interrupted();
    try {
      node.thenCompose(RunningNode::close)
          .get(RunningNode.STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      terminal
          .err()
          .println("holdfast: not drained after " + RunningNode.STOP_WITHIN.toSeconds() + " s");
    } catch (ExecutionException e) {
      // Whoever started it tells why a node did not even start.
      if (!node.isCompletedExceptionally()) {
        terminal.err().println("holdfast: stopping failed: " + e.getCause());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

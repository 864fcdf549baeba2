package dev.holdfast.cli.demo;

import dev.holdfast.cli.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells how a feed proceeds while it does: a bar that redraws itself on a terminal, and elsewhere a
 * plain line now and then, so that a log stays readable.
 */
final class ProgressLine implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration PLAIN = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final LongSupplier done;
  private final long total;
  private final long start = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread drawer = Thread.ofVirtual().name("progress").unstarted(this::draw);

  private ProgressLine(Terminal terminal, LongSupplier done, long total) {
    this.terminal = terminal;
    this.done = done;
    this.total = total;
  }

  static ProgressLine start(Terminal terminal, LongSupplier done, long total) {
    var line = new ProgressLine(terminal, done, total);
    line.drawer.start();
    return line;
  }

  /** Draws the last state and leaves the line. */
  @Override
  public void close() {
    ended.countDown();
    try {
      drawer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (terminal.interactive()) {
      redraw();
      terminal.err().println();
    } else {
      plain();
    }
  }

  private void draw() {
    try {
      Duration pause = terminal.interactive() ? REDRAW : PLAIN;
      while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        if (terminal.interactive()) {
          redraw();
        } else {
          plain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Progress now() {
    return new Progress(done.getAsLong(), total, System.nanoTime() - start);
  }

  private void redraw() {
    terminal.err().print("\r" + now().bar(terminal.columns()) + "\u001b[K");
    terminal.err().flush();
  }

  private void plain() {
    terminal.err().println("holdfast: fed " + now().text());
  }
}

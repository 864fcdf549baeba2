package dev.holdfast.edge.connections;

import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.ProblemCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * Virtual threads for what blocks: reading the journal for callers.
 *
 * <p>Invariant: at most so many at once; more are refused at once rather than queued, because each
 * holds a connection to the database that writers want too.
 */
public final class BlockingWork {
  private final ThreadFactory threads = Thread.ofVirtual().name("edge-read-", 0).factory();
  private final Semaphore room;

  public BlockingWork(int concurrent) {
    this.room = new Semaphore(concurrent);
  }

  /** What may be refused while it runs. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws RequestRefused;
  }

  public <T> CompletionStage<T> run(Work<T> work) throws RequestRefused {
    if (!room.tryAcquire()) {
      throw new RequestRefused(
          ProblemCode.OVERLOADED.problem("Too many reads of the journal are under way."), 1);
    }
    var result = new CompletableFuture<T>();
    threads
        .newThread(
            () -> {
              try {
                T value = work.run();
                room.release();
                result.complete(value);
              } catch (Throwable failure) {
                room.release();
                result.completeExceptionally(failure);
              }
            })
        .start();
    return result;
  }
}

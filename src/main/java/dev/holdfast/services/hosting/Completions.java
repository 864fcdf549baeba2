package dev.holdfast.services.hosting;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import scala.concurrent.Batchable;

/**
 * Completes a whole batch of writes in one task of an actor system's dispatcher.
 *
 * <p>A completed write sets off several callbacks of Pekko's. From a thread of the dispatcher, in a
 * batchable task, they run one after the other where they are; from any other thread each of them
 * would be a task of its own and wake a thread.
 */
final class Completions implements Executor {
  private final Executor dispatcher;

  Completions(Executor dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void execute(Runnable batch) {
    try {
      dispatcher.execute(new Task(batch));
    } catch (RejectedExecutionException e) {
      // The actor system has ended; whoever still waits is told from here.
      batch.run();
    }
  }

  private record Task(Runnable batch) implements Runnable, Batchable {
    @Override
    public void run() {
      batch.run();
    }
  }
}

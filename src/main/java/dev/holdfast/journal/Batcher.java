package dev.holdfast.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Answers many questions with one: what is asked while an answer is under way waits and is asked
 * together. A question is always put to the database after it was asked here, never before.
 */
final class Batcher<Q, A> {
  private final Executor threads;
  private final int mostRunning;
  private final int mostTogether;
  private final int mostWaiting;
  private final Ask<Q, A> ask;

  private final ArrayDeque<Waiting<Q, A>> waiting = new ArrayDeque<>();
  private int running;

  /** Answers stand in the order of the questions. */
  @FunctionalInterface
  interface Ask<Q, A> {
    List<A> all(List<Q> questions) throws Exception;
  }

  private record Waiting<Q, A>(Q question, CompletableFuture<A> answer) {}

  /** What a batcher may do at most. */
  record Limits(int running, int together, int waiting) {}

  Batcher(Executor threads, Limits limits, Ask<Q, A> ask) {
    this.threads = threads;
    this.mostRunning = limits.running();
    this.mostTogether = limits.together();
    this.mostWaiting = limits.waiting();
    this.ask = ask;
  }

  CompletableFuture<A> ask(Q question) {
    var mine = new Waiting<Q, A>(question, new CompletableFuture<>());
    synchronized (waiting) {
      if (waiting.size() >= mostWaiting) {
        mine.answer()
            .completeExceptionally(
                new JournalBusyException(mostWaiting + " reads wait for the journal already"));
        return mine.answer();
      }
      waiting.add(mine);
      if (running == mostRunning) {
        return mine.answer();
      }
      running++;
    }
    threads.execute(this::run);
    return mine.answer();
  }

  private void run() {
    for (List<Waiting<Q, A>> batch = take(); !batch.isEmpty(); batch = take()) {
      try {
        List<A> answers = ask.all(batch.stream().map(Waiting::question).toList());
        for (int i = 0; i < batch.size(); i++) {
          batch.get(i).answer().complete(answers.get(i));
        }
      } catch (Throwable e) {
        // An Error too: whoever waits must be told, and this place in the pool must come free.
        batch.forEach(one -> one.answer().completeExceptionally(e));
      }
    }
  }

  private List<Waiting<Q, A>> take() {
    synchronized (waiting) {
      var batch = new ArrayList<Waiting<Q, A>>();
      while (batch.size() < mostTogether && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      if (batch.isEmpty()) {
        running--;
      }
      return batch;
    }
  }
}

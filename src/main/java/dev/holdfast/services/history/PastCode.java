package dev.holdfast.services.history;

import dev.holdfast.services.handlers.HandlerPace;
import dev.holdfast.services.handlers.HandlerThreads;
import dev.holdfast.services.handlers.Ran;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where user code runs that reads the past: on the threads of handlers, so that it ends, or is left
 * behind and counted, at the deadline like every other handler.
 *
 * <p>Invariant: whoever asks waits until the deadline at most. Code that was left behind may still
 * run then, so what it is given must not be used again.
 */
final class PastCode {
  private final HandlerThreads threads;
  private final Map<String, HandlerPace> paces = new ConcurrentHashMap<>();

  PastCode(HandlerThreads threads) {
    this.threads = threads;
  }

  /**
   * Runs code of a deployed service and waits for it.
   *
   * @throws HistoryRefused when the code throws it, is late, or may not run because others of the
   *     service did not end
   */
  <T> T run(String service, Instant deadline, Callable<T> code) throws HistoryRefused {
    // Services are deployed by operators, so there are never many.
    HandlerPace pace = paces.computeIfAbsent(service, name -> threads.pace(name, true));
    var later = new CompletableFuture<Ran<T>>();
    Ran<T> ran = threads.run(pace, deadline, code, later::complete).orElseGet(later::join);
    return switch (ran) {
      case Ran.Returned<T>(T value) -> value;
      case Ran.Refused<T>(var problem) -> throw new HistoryRefused(problem);
      case Ran.Threw<T>(HistoryRefused refused) -> throw refused;
      case Ran.Threw<T>(Throwable failure) ->
          throw new IllegalStateException("The code of " + service + " failed", failure);
    };
  }
}

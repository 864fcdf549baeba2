package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a function answers.
 *
 * <p>Invariant: asking does nothing but compute an answer, so whoever does not hear one may ask
 * again. Calls block until the answer is there; an interrupt ends them.
 */
public interface Endpoint extends AutoCloseable {
  /**
   * Asks once, and again elsewhere if a process died over it and may be asked again.
   *
   * @throws NoAnswer when there is none, or it is a failure
   * @throws InterruptedException when whoever asked does not want it any more
   */
  Answer ask(Request request) throws NoAnswer, InterruptedException;

  /** The process that would be asked now: as long as it is the same, it may have kept states. */
  long incarnation(int affinity);

  @Override
  void close();

  /**
   * One request.
   *
   * @param path below the endpoint, such as {@code decide}
   * @param affinity requests with the same one go to the same process while it lives
   * @param deadline after which nobody waits for it; absent where that is the endpoint's to say
   */
  record Request(String path, Json body, int affinity, Optional<Instant> deadline) {
    public Request(String path, Json body, int affinity) {
      this(path, body, affinity, Optional.empty());
    }
  }

  /** The body of a 200, and by which process. */
  record Answer(Json body, long incarnation) {}
}

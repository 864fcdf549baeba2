package dev.holdfast.runtimes.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The token that goes with requests, kept until shortly before it expires.
 *
 * <p>Invariant: one is fetched at a time, however many wait for it; one that is still good is used
 * where a new one cannot be had.
 *
 * <pre>
 *   fetched ──── good ────► renew ── still good ──► expired
 *                             └── fetched, or kept if that fails
 * </pre>
 */
final class TokenKeeper implements AutoCloseable {
  /** A token that is renewed all its life would be fetched for each request. */
  private static final Duration LEAST_USE = Duration.ofSeconds(5);

  private final TokenSource source;
  private final InstantSource clock;
  private final Duration renew;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Optional<Held> held = Optional.empty();

  /**
   * One that was fetched.
   *
   * @param headers that go with a request
   * @param renewAt when another is fetched
   * @param expires when it is of no use
   */
  record Held(Map<String, String> headers, Instant renewAt, Instant expires) {
    Held {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  TokenKeeper(TokenSource source, InstantSource clock, Duration renew) {
    this.source = source;
    this.clock = clock;
    this.renew = renew;
  }

  /** The token of this moment. */
  Held held(Duration atMost) throws IOException, InterruptedException {
    Optional<Held> now = held.filter(it -> clock.instant().isBefore(it.renewAt()));
    if (now.isPresent()) {
      return now.get();
    }
    if (!fetching.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("its token was not there in time");
    }
    try {
      return fetched();
    } finally {
      fetching.unlock();
    }
  }

  private Held fetched() throws IOException {
    Instant now = clock.instant();
    Optional<Held> before = held;
    if (before.isPresent() && now.isBefore(before.get().renewAt())) {
      return before.get();
    }
    try {
      TokenSource.Issued issued = source.issue();
      Instant early = issued.expires().minus(renew);
      Instant least = now.plus(LEAST_USE);
      var next =
          new Held(issued.headers(), early.isBefore(least) ? least : early, issued.expires());
      held = Optional.of(next);
      return next;
    } catch (IOException e) {
      if (before.isPresent() && now.isBefore(before.get().expires())) {
        return before.get();
      }
      throw e;
    }
  }

  /** Somebody did not take it; whether another may be had. */
  boolean forget(Held refused) {
    if (!source.issuesOthers()) {
      return false;
    }
    fetching.lock();
    try {
      if (held.filter(refused::equals).isPresent()) {
        held = Optional.empty();
      }
      return true;
    } finally {
      fetching.unlock();
    }
  }

  @Override
  public void close() {
    source.close();
  }
}

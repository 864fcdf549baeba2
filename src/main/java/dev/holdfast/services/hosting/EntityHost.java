package dev.holdfast.services.hosting;

import dev.holdfast.journal.Journal;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.services.Call;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.handlers.HandlerPace;
import dev.holdfast.services.handlers.HandlerThreads;
import java.time.InstantSource;

/** What every entity of a node shares. */
record EntityHost(
    Journal journal,
    HandlerThreads threads,
    Residents residents,
    CallsFrom calls,
    ServicesSettings settings,
    ServiceCounters counters,
    InstantSource clock,
    String node) {

  /** How long and how much an instance remembers. */
  Inbox.Window window() {
    int count = settings.unsafe().dedup() ? settings.dedupCount() : 0;
    return new Inbox.Window(count, settings.dedupTime());
  }

  /** Makes the calls that a handler may make while it works for one call. */
  @FunctionalInterface
  interface CallsFrom {
    Calls callsFrom(Call cause, HandlerPace pace);
  }
}

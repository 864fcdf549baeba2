package dev.holdfast.services.hosting;

import dev.holdfast.journal.Journal;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.services.Call;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.VersionCheck;
import dev.holdfast.services.handlers.HandlerPace;
import dev.holdfast.services.handlers.HandlerThreads;
import dev.holdfast.services.routing.wire.Unpacking;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What every entity of a node shares. */
record EntityHost(
    Journal journal,
    HandlerThreads threads,
    Residents residents,
    CallsFrom calls,
    ServicesSettings settings,
    ServiceCounters counters,
    InstantSource clock,
    String node,
    Supplier<RequestId> requestIds,
    VersionCheck versions,
    Unpacking unpacking) {

  RequestId requestId() {
    return requestIds.get();
  }

  /** How long and how much an instance remembers. */
  Inbox.Window window() {
    return settings.unsafe().dedup()
        ? new Inbox.Window(
            settings.dedupCount(), settings.dedupTime(), settings.requestsRemembered())
        : new Inbox.Window(0, settings.dedupTime(), 0);
  }

  /** Makes the calls that a handler may make while it works for one call. */
  @FunctionalInterface
  interface CallsFrom {
    Calls callsFrom(Call cause, Supplier<RequestId> request, HandlerPace pace);
  }
}

package dev.holdfast.services;

import dev.holdfast.runtimes.Calls;
import java.time.InstantSource;

/** What every entity of a node shares. */
record EntityHost(
    DeployedServices deployed,
    JournalAccess journal,
    HandlerThreads threads,
    Residents residents,
    CallsFrom calls,
    ServicesSettings settings,
    ServiceCounters counters,
    InstantSource clock,
    String node) {

  /** Makes the calls that a handler may make while it works for one call. */
  @FunctionalInterface
  interface CallsFrom {
    Calls callsFrom(Call cause, HandlerPace pace);
  }
}

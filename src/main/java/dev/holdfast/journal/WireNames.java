package dev.holdfast.journal;

import dev.holdfast.protocol.WireName;
import java.util.Collection;
import java.util.Set;

/** The event types that journals of a service may hold, by wire name; blocks on the database. */
public interface WireNames {
  Set<WireName> of(String service);

  /** Remembers names before their first event can be written. */
  void add(String service, Collection<WireName> names);

  /** How many instances have such an event; reads all journals of the service. */
  long journalsWith(String service, WireName name);
}

package dev.holdfast.journal;

import dev.holdfast.protocol.NameTable;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.WireName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The event types that journals of a service may hold, by wire name; blocks on the database. */
public interface WireNames {
  Set<WireName> of(String service);

  /** Remembers names before their first event can be written. */
  void add(String service, Collection<WireName> names);

  /** How many instances have such an event; reads all journals of the service. */
  long journalsWith(String service, WireName name);

  /** Remembers all that a version writes or reads. */
  default void add(ServiceDescription service) {
    add(service.service(), NameTable.of(service));
  }

  /** What journals hold that a version cannot read, as its author is told; mostly nothing. */
  default List<String> unreadable(ServiceDescription service) {
    List<String> faults = new ArrayList<>();
    for (var unreadable : NameTable.unreadable(of(service.service()), service)) {
      long journals = journalsWith(service.service(), unreadable.name());
      if (journals > 0) {
        faults.add(NameTable.told(service, unreadable, journals));
      }
    }
    return faults;
  }
}

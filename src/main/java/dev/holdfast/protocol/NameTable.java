package dev.holdfast.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The wire names a version of a service can read, against those that journals may hold: what makes
 * a rename in an editor visible before it makes a journal unreadable.
 */
public final class NameTable {
  private NameTable() {}

  /** A name in journals that the version cannot read. */
  public sealed interface Unreadable {
    WireName name();

    /** The type is gone altogether. */
    record Gone(WireName name) implements Unreadable {}

    /** The type is there, but not its old shape. */
    record Changed(WireName name, int now) implements Unreadable {}
  }

  /** All names that the version writes or still reads. */
  public static Set<WireName> of(ServiceDescription service) {
    Set<WireName> names = new HashSet<>();
    for (ServiceDescription.Event event : service.events()) {
      names.add(new WireName(event.type(), event.version()));
      event.upcasts().forEach(old -> names.add(new WireName(event.type(), old)));
    }
    return names;
  }

  /** The known names that the version cannot read, in a fixed order. */
  public static List<Unreadable> unreadable(
      Collection<WireName> known, ServiceDescription service) {
    Set<WireName> readable = of(service);
    var sorted =
        new TreeSet<>(Comparator.comparing(WireName::type).thenComparingInt(WireName::version));
    sorted.addAll(known);
    List<Unreadable> unreadable = new ArrayList<>();
    for (WireName name : sorted) {
      if (!readable.contains(name)) {
        unreadable.add(
            service.events().stream()
                .filter(event -> event.type().equals(name.type()))
                .findFirst()
                .<Unreadable>map(event -> new Unreadable.Changed(name, event.version()))
                .orElseGet(() -> new Unreadable.Gone(name)));
      }
    }
    return unreadable;
  }

  /** What the author is told. */
  public static String told(ServiceDescription service, Unreadable unreadable, long journals) {
    WireName name = unreadable.name();
    return switch (unreadable) {
      case Unreadable.Gone _ ->
          ("%s: event type %s is in %,d journals but not in this version. Renamed? Write @Wire(name"
                  + " = \"%s\") on its new type. Removed? Keep it.")
              .formatted(service.service(), name.type(), journals, name.type());
      case Unreadable.Changed(WireName _, int now) ->
          ("%s: version %d of event type %s is in %,d journals, but this version reads only version"
                  + " %d. Add an Upcast from version %d (docs/evolution).")
              .formatted(
                  service.service(), name.version(), name.type(), journals, now, name.version());
    };
  }
}

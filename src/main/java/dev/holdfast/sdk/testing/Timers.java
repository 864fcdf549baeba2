package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.testing.Message.Address;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The named timers of all instances of a world. */
final class Timers {
  private final Map<Name, Due> due = new LinkedHashMap<>();

  /** A timer's name is its instance's own. */
  private record Name(Address owner, String timer) {}

  /** A call at a time. */
  record Due(Address owner, Instant at, Call<?> call) {}

  void set(Address owner, String timer, Instant at, Call<?> call) {
    due.put(new Name(owner, timer), new Due(owner, at, call));
  }

  void cancel(Address owner, String timer) {
    due.remove(new Name(owner, timer));
  }

  /** Takes the first timer that is due by this time. */
  Optional<Due> next(Instant end) {
    Optional<Map.Entry<Name, Due>> first =
        due.entrySet().stream()
            .filter(entry -> !entry.getValue().at().isAfter(end))
            .min(Comparator.comparing(entry -> entry.getValue().at()));
    first.ifPresent(entry -> due.remove(entry.getKey()));
    return first.map(Map.Entry::getValue);
  }
}

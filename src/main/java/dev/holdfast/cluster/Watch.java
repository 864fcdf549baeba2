package dev.holdfast.cluster;

import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members.View;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * For how long each heartbeat has stood still under our own eyes.
 *
 * <p>The database's clock may jump, and after a time without it every heartbeat is old; what we
 * have watched is true whatever the clocks say.
 */
final class Watch {
  private final Map<String, Seen> seen = new HashMap<>();

  /** A heartbeat and when, by our nanoseconds, it was first seen. */
  private record Seen(long incarnation, Instant heartbeat, long since) {}

  void observe(View view, long now) {
    var kept = new HashMap<String, Seen>();
    for (MemberRow row : view.rows()) {
      long incarnation = row.member().incarnation();
      Seen before = seen.get(row.address());
      boolean still =
          before != null
              && before.incarnation == incarnation
              && before.heartbeat.equals(row.heartbeat());
      kept.put(row.address(), still ? before : new Seen(incarnation, row.heartbeat(), now));
    }
    seen.clear();
    seen.putAll(kept);
  }

  /** How long the row's heartbeat has not moved; zero for a row that was not observed. */
  Duration quiet(MemberRow row, long now) {
    Seen known = seen.get(row.address());
    return known == null ? Duration.ZERO : Duration.ofNanos(now - known.since);
  }
}

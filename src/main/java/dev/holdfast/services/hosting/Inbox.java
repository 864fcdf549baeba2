package dev.holdfast.services.hosting;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The causes an entity has handled and what it answered, kept for the dedup window.
 *
 * <p>Invariant: entries are in commit order; at most {@code count} of them, none older than {@code
 * time} before the newest. It is derived from commits alone, so replay rebuilds it. It belongs to
 * one entity and is changed in place by that entity's own thread; a failed write stops the entity,
 * so an entry of a commit that never happened is never seen.
 */
final class Inbox {
  /**
   * How long and how many causes are remembered.
   *
   * @param requests of one other node, with a key or without, remembered until that node has said
   *     that nobody waits for them
   */
  record Window(int count, Duration time, int requests) {
    /** Whether anything is remembered at all; if not, a test of faults wants it so. */
    boolean dedup() {
      return count > 0;
    }
  }

  /** One handled cause. */
  static final class Entry {
    private final Cause cause;
    private final long sequence;
    private final Json reply;
    private final Instant time;
    private final String version;
    private long offset;

    Entry(Cause cause, long sequence, Json reply, Instant time, String version) {
      this.cause = cause;
      this.sequence = sequence;
      this.reply = reply;
      this.time = time;
      this.version = version;
    }

    Cause cause() {
      return cause;
    }

    long sequence() {
      return sequence;
    }

    Json reply() {
      return reply;
    }

    Instant time() {
      return time;
    }

    String version() {
      return version;
    }

    long offset() {
      return offset;
    }

    /** The journal has placed the commit; 0 until then. */
    void placedAt(long where) {
      offset = where;
    }
  }

  private final Window window;
  private @Nullable LinkedHashMap<String, Entry> entries;
  private @Nullable HandledRequests requests;

  Inbox(Window window) {
    this.window = window;
  }

  Optional<Entry> find(String key) {
    return entries == null ? Optional.empty() : Optional.ofNullable(entries.get(key));
  }

  boolean hasRequests() {
    return requests != null;
  }

  /** The requests of other nodes, with a key or without. */
  HandledRequests requests() {
    if (requests == null) {
      requests = new HandledRequests(window.requests());
    }
    return requests;
  }

  void remember(Entry entry) {
    switch (entry.cause().kind()) {
      case IDEMPOTENCY_KEY -> rememberKey(entry);
      // A message is known by its place in its lane, see Received.
      case MESSAGE, REQUEST -> {}
    }
    entry
        .cause()
        .requestNumber()
        .ifPresent(number -> requests().remember(RequestId.parse(number), entry));
  }

  private void rememberKey(Entry entry) {
    if (entries == null) {
      entries = new LinkedHashMap<>();
    }
    Map<String, Entry> all = entries;
    // Taken out first, because a key that is put again would keep its old place in the order.
    all.remove(entry.cause().key());
    all.put(entry.cause().key(), entry);
    Iterator<Entry> oldest = all.values().iterator();
    Instant horizon = entry.time().minus(window.time());
    while (oldest.hasNext()) {
      boolean tooOld = oldest.next().time().isBefore(horizon);
      if (!tooOld && all.size() <= window.count()) {
        return;
      }
      oldest.remove();
    }
  }

  /**
   * Every commit that is remembered, by its key or its number or both, in their order: remembered
   * again one after the other they give this inbox again.
   */
  Collection<Entry> entries() {
    var all = new TreeMap<Long, Entry>();
    if (entries != null) {
      entries.values().forEach(entry -> all.put(entry.sequence(), entry));
    }
    if (requests != null) {
      requests.entries().forEach(entry -> all.put(entry.sequence(), entry));
    }
    return all.values();
  }

  /** Causes with keys that are remembered. */
  int size() {
    return entries == null ? 0 : entries.size();
  }
}

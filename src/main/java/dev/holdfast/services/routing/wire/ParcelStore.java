package dev.holdfast.services.routing.wire;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.util.ByteString;

/**
 * Messages too long for one frame between nodes, kept here until their receiver has fetched them.
 *
 * <p>Invariant: never more than {@code most} bytes; what is not fetched in time is dropped.
 */
final class ParcelStore {
  private final long most;
  private final Map<Long, Parcel> parcels = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private record Parcel(ByteString content, long until) {}

  ParcelStore(long most) {
    this.most = most;
  }

  /** Keeps a message until then ({@link System#nanoTime()}); empty when there is no room. */
  OptionalLong put(byte[] content, long until) {
    if (bytes.addAndGet(content.length) > most) {
      bytes.addAndGet(-content.length);
      return OptionalLong.empty();
    }
    long id = ids.incrementAndGet();
    parcels.put(id, new Parcel(ByteString.fromArrayUnsafe(content), until));
    return OptionalLong.of(id);
  }

  /** A part; the parcel is given up with its last one. */
  Optional<ByteString> part(long id, int from, int length) {
    Parcel parcel = parcels.get(id);
    if (parcel == null || from < 0 || from > parcel.content().size()) {
      return Optional.empty();
    }
    int to = (int) Math.min(parcel.content().size(), (long) from + length);
    if (to == parcel.content().size()) {
      drop(id, parcel);
    }
    return Optional.of(parcel.content().slice(from, to));
  }

  void dropOld(long now) {
    Iterator<Map.Entry<Long, Parcel>> all = parcels.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Long, Parcel> next = all.next();
      if (now - next.getValue().until() > 0) {
        drop(next.getKey(), next.getValue());
      }
    }
  }

  private void drop(long id, Parcel parcel) {
    if (parcels.remove(id, parcel)) {
      bytes.addAndGet(-parcel.content().size());
    }
  }

  long bytes() {
    return bytes.get();
  }
}

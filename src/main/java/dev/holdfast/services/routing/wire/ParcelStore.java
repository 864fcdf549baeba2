package dev.holdfast.services.routing.wire;

import dev.holdfast.services.RequestId;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.util.ByteString;

/**
 * Messages too long for one frame between nodes, kept here until their receiver has fetched them.
 *
 * <p>Invariant: never more than {@code most} bytes, and one parcel for all copies of a request;
 * what is not fetched in time is dropped.
 */
final class ParcelStore {
  private final long most;
  private final Map<Long, Parcel> parcels = new ConcurrentHashMap<>();
  private final Map<RequestId, Kept> requests = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private record Parcel(ByteString content, long until, Optional<RequestId> request) {}

  /** Where a message is, and its length in bytes. */
  record Kept(long id, int length) {}

  ParcelStore(long most) {
    this.most = most;
  }

  /**
   * Keeps a message until it is fetched, at most until then ({@link System#nanoTime()}); empty when
   * there is no room.
   */
  Optional<Kept> put(byte[] content, long until) {
    return put(content, until, Optional.empty());
  }

  /**
   * Keeps a request until it is dropped, because a copy of it may go to another node; all copies
   * share what was kept first.
   */
  synchronized Optional<Kept> put(RequestId request, byte[] content, long until) {
    Kept known = requests.get(request);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Kept> kept = put(content, until, Optional.of(request));
    kept.ifPresent(it -> requests.put(request, it));
    return kept;
  }

  private Optional<Kept> put(byte[] content, long until, Optional<RequestId> request) {
    if (bytes.addAndGet(content.length) > most) {
      bytes.addAndGet(-content.length);
      return Optional.empty();
    }
    long id = ids.incrementAndGet();
    parcels.put(id, new Parcel(ByteString.fromArrayUnsafe(content), until, request));
    return Optional.of(new Kept(id, content.length));
  }

  /** The request has its answer. */
  void drop(RequestId request) {
    Kept kept = requests.remove(request);
    if (kept != null) {
      Parcel parcel = parcels.get(kept.id());
      if (parcel != null) {
        drop(kept.id(), parcel);
      }
    }
  }

  /** A part; an outcome is given up with its last one. */
  Optional<ByteString> part(long id, int from, int length) {
    Parcel parcel = parcels.get(id);
    if (parcel == null || from < 0 || from > parcel.content().size()) {
      return Optional.empty();
    }
    int to = (int) Math.min(parcel.content().size(), (long) from + length);
    if (to == parcel.content().size() && parcel.request().isEmpty()) {
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
      parcel.request().ifPresent(requests::remove);
      bytes.addAndGet(-parcel.content().size());
    }
  }

  long bytes() {
    return bytes.get();
  }
}

package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.EventData;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that are not folded yet; growing it leaves what there was as it is.
 *
 * <p>Invariant: the list is shared by all tails that grew out of each other, and each sees its own
 * beginning of it. The longest one grows in place, so that a long recovery copies nothing.
 */
final class Tail {
  static final Tail EMPTY = new Tail(new ArrayList<>(0), 0);

  private final List<EventData> shared;
  private final int size;

  private Tail(List<EventData> shared, int size) {
    this.shared = shared;
    this.size = size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Tail with(List<EventData> more) {
    synchronized (shared) {
      List<EventData> grown =
          size > 0 && shared.size() == size ? shared : new ArrayList<>(shared.subList(0, size));
      grown.addAll(more);
      return new Tail(grown, size + more.size());
    }
  }

  int bytes() {
    return events().stream().mapToInt(event -> event.data().size()).sum();
  }

  List<EventData> events() {
    synchronized (shared) {
      return List.copyOf(shared.subList(0, size));
    }
  }
}

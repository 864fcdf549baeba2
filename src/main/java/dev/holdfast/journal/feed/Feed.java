package dev.holdfast.journal.feed;

import dev.holdfast.journal.AppendSignals.Subscription;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.OutgoingFeed;
import dev.holdfast.journal.messages.OutgoingListener;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to which slice; one at most.
 *
 * <p>Invariant: a listener that throws harms neither the writer nor other listeners, and is told
 * that it missed something.
 */
public final class Feed implements OutgoingFeed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final ConcurrentHashMap<Integer, Place> places = new ConcurrentHashMap<>();

  /** One subscription; compared by identity, so that closing a replaced one takes nothing away. */
  private final class Place implements Subscription {
    private final int slice;
    private final OutgoingListener listener;

    Place(int slice, OutgoingListener listener) {
      this.slice = slice;
      this.listener = listener;
    }

    @Override
    public void close() {
      places.remove(slice, this);
    }
  }

  @Override
  public Subscription subscribe(int slice, OutgoingListener listener) {
    var place = new Place(slice, listener);
    places.put(slice, place);
    return place;
  }

  public boolean isListening(int slice) {
    return places.containsKey(slice);
  }

  /** For the writer's thread alone: these commits of one slice have landed, in order. */
  public void landed(int slice, List<CommitRow> rows) {
    tell(slice, listener -> rows.forEach(listener::landed));
  }

  /** For the writer's thread alone: commits of these slices may have landed untold. */
  public void missed(Collection<Integer> slices) {
    slices.forEach(this::missed);
  }

  /** The same of whatever anybody listens to. */
  public void missedAll() {
    missed(List.copyOf(places.keySet()));
  }

  private void missed(int slice) {
    tell(slice, OutgoingListener::missed);
  }

  private void tell(int slice, Consumer<OutgoingListener> news) {
    Place place = places.get(slice);
    if (place == null) {
      return;
    }
    try {
      news.accept(place.listener);
    } catch (RuntimeException e) {
      LOG.error("Who carries the messages of slice {} failed", slice, e);
      tellMissed(slice, place.listener);
    }
  }

  private static void tellMissed(int slice, OutgoingListener listener) {
    try {
      listener.missed();
    } catch (RuntimeException e) {
      LOG.error("It cannot even hear that it missed something of slice {}", slice, e);
    }
  }
}

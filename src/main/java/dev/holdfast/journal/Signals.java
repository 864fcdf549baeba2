package dev.holdfast.journal;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who in this process follows which entity. */
final class Signals implements AppendSignals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final ConcurrentHashMap<String, List<Follower>> followers = new ConcurrentHashMap<>();

  /** One subscription; compared by identity, so that the same nudge may be subscribed twice. */
  private final class Follower implements Subscription {
    private final String entity;
    private final Runnable nudge;

    Follower(String entity, Runnable nudge) {
      this.entity = entity;
      this.nudge = nudge;
    }

    @Override
    public void close() {
      followers.computeIfPresent(
          entity,
          (key, some) -> {
            some.remove(this);
            return some.isEmpty() ? null : some;
          });
    }
  }

  @Override
  public Subscription subscribe(String entity, Runnable nudge) {
    var mine = new Follower(entity, nudge);
    followers.compute(
        entity,
        (key, some) -> {
          List<Follower> all = some == null ? new CopyOnWriteArrayList<>() : some;
          all.add(mine);
          return all;
        });
    return mine;
  }

  void appended(String entity) {
    if (followers.isEmpty()) {
      return;
    }
    for (Follower follower : followers.getOrDefault(entity, List.of())) {
      try {
        follower.nudge.run();
      } catch (RuntimeException e) {
        LOG.warn("A follower of {} failed", entity, e);
      }
    }
  }
}

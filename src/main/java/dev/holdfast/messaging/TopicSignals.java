package dev.holdfast.messaging;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which topics there are as far as this node saw, and who wants to know of new messages. */
public final class TopicSignals {
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> unregistered = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<String, List<Runnable>> followers = new ConcurrentHashMap<>();

  /** A message landed in this process. */
  public void published(String topic) {
    known(topic);
    nudge(topic);
  }

  /** There is such a topic. */
  public void known(String topic) {
    if (seen.add(topic)) {
      unregistered.add(topic);
    }
  }

  /** Those that were seen and not taken before. */
  Collection<String> take() {
    var taken = new TreeSet<>(unregistered);
    unregistered.removeAll(taken);
    return taken;
  }

  /** They could not be registered. */
  void putBack(Collection<String> topics) {
    unregistered.addAll(topics);
  }

  TopicReads.Subscription follow(String topic, Runnable nudge) {
    followers.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(nudge);
    return () ->
        followers.computeIfPresent(
            topic,
            (_, some) -> {
              some.remove(nudge);
              return some.isEmpty() ? null : some;
            });
  }

  /** Other nodes publish, too, and nobody tells: everybody looks now and then. */
  void nudgeAll() {
    followers.keySet().forEach(this::nudge);
  }

  private void nudge(String topic) {
    for (Runnable nudge : followers.getOrDefault(topic, List.of())) {
      nudge.run();
    }
  }
}

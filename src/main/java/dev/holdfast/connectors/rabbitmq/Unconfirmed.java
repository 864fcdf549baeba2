package dev.holdfast.connectors.rabbitmq;

import dev.holdfast.connectors.outflow.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was published on one channel and not confirmed; pure.
 *
 * <p>Invariant: numbers are the channel's own, from 1 without gaps. A message that reached no queue
 * is returned before it is confirmed, and only its id tells which one it is.
 */
final class Unconfirmed {
  private final NavigableMap<Long, Delivery> byNumber = new TreeMap<>();
  private final Map<String, String> returned = new HashMap<>();

  /** A message with its answer: absent when it was taken, else why it was returned. */
  record Confirmed(Delivery delivery, Optional<String> returned) {}

  void published(long number, Delivery delivery) {
    byNumber.put(number, delivery);
  }

  void returned(String id, String why) {
    returned.put(id, why);
  }

  /** What is confirmed by one answer of the broker, which may speak for all up to a number. */
  List<Confirmed> confirmed(long number, boolean upTo) {
    NavigableMap<Long, Delivery> some =
        upTo ? byNumber.headMap(number, true) : byNumber.subMap(number, true, number, true);
    List<Confirmed> all = new ArrayList<>(some.size());
    for (Delivery one : some.values()) {
      all.add(new Confirmed(one, Optional.ofNullable(returned.remove(one.id()))));
    }
    some.clear();
    return all;
  }

  /** Since when the broker owes the oldest answer. */
  Optional<Long> oldestNanos() {
    return byNumber.isEmpty()
        ? Optional.empty()
        : Optional.of(byNumber.firstEntry().getValue().sinceNanos());
  }
}

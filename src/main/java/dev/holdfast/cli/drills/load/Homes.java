package dev.holdfast.cli.drills.load;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Where each instance lives, by what the answers say, and since when watched ones answer again. */
public final class Homes {
  private static final long NOT_YET = 0;

  private final String[] homes;
  private final long[] answeredAt;
  private long watchedSince;

  Homes(int instances) {
    this.homes = new String[instances];
    this.answeredAt = new long[instances];
    Arrays.fill(homes, "");
  }

  synchronized void answered(int instance, String home, long sentNanos, long nowNanos) {
    homes[instance] = home;
    if (answeredAt[instance] == NOT_YET && sentNanos - watchedSince >= 0) {
      answeredAt[instance] = nowNanos;
    }
  }

  /** The instances that a node answered for last; its name is host and port of its remoting. */
  public synchronized Set<Integer> of(String node) {
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < homes.length; i++) {
      if (homes[i].equals(node)) {
        found.add(i);
      }
    }
    return found;
  }

  /** From now on, answers to what was sent after this moment are noted. */
  public synchronized void watch(long sinceNanos) {
    watchedSince = sinceNanos;
    Arrays.fill(answeredAt, NOT_YET);
  }

  /** How many of these have not answered since. */
  public synchronized int silent(Set<Integer> instances) {
    return (int) instances.stream().filter(i -> answeredAt[i] == NOT_YET).count();
  }

  /** When the last of these answered for the first time, in nanoseconds after the moment. */
  public synchronized long lastAnswerNanos(Set<Integer> instances) {
    return instances.stream()
        .filter(i -> answeredAt[i] != NOT_YET)
        .mapToLong(i -> answeredAt[i] - watchedSince)
        .max()
        .orElse(0);
  }
}

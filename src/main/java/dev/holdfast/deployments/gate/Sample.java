package dev.holdfast.deployments.gate;

import dev.holdfast.journal.CommitReads;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Instances of a service, chosen evenly among all that have a journal; the same ones each time.
 *
 * @param keys {@code service/id}
 * @param all whether none was left out
 */
record Sample(List<String> keys, boolean all) {
  private static final int PAGE = 1_000;

  static Sample of(CommitReads reads, String service, int most) {
    var random = new SplittableRandom(service.hashCode());
    List<String> kept = new ArrayList<>();
    long seen = 0;
    String after = "";
    while (true) {
      List<String> page = reads.instances(service, "", after, PAGE);
      for (String id : page) {
        seen++;
        if (kept.size() < most) {
          kept.add(service + "/" + id);
        } else {
          long place = random.nextLong(seen);
          if (place < most) {
            kept.set((int) place, service + "/" + id);
          }
        }
      }
      if (page.size() < PAGE) {
        return new Sample(kept, seen <= most);
      }
      after = page.getLast();
    }
  }
}

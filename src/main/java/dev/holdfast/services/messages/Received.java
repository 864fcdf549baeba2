package dev.holdfast.services.messages;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.MessageId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last message that an instance has handled of each lane and slice.
 *
 * <p>Invariant: messages of a lane and slice are handled in the order of their ids, so one id says
 * of each message for ever whether it was handled. There are at most as many as slices, for each
 * lane; a lane that was begun anew, such as one that was rewound, replaces the earlier one. Of
 * lanes with a single message, whose names end with its id, the last {@link #MOST_SINGLE} are
 * known.
 */
final class Received {
  /** Between the name of a lane and how often it was begun. */
  private static final char GENERATION = '@';

  private static final int LONGEST_NUMBER = 10;

  static final int MOST_SINGLE = 1_000;

  private final Map<String, Map<Integer, MessageId>> lanes = new TreeMap<>();
  private final Map<String, MessageId> single = new LinkedHashMap<>();

  Optional<MessageId> last(String lane, int slice) {
    MessageId only = single.get(lane);
    if (only != null) {
      return Optional.of(only);
    }
    Map<Integer, MessageId> slices = lanes.get(lane);
    return slices == null ? Optional.empty() : Optional.ofNullable(slices.get(slice));
  }

  /** Whether the lane was begun anew since: what still comes along this one is old. */
  boolean isSuperseded(String lane) {
    int generation = generation(lane);
    return generation > 0
        && !lanes.containsKey(lane)
        && lanes.keySet().stream()
            .anyMatch(known -> isOf(name(lane), known) && generation(known) > generation);
  }

  /** How often the lane was begun; 0 for one that cannot be begun anew. */
  private static int generation(String lane) {
    int at = lane.lastIndexOf(GENERATION);
    // A lane of the calendar ends with the id of an instance, which may have any form.
    boolean numbered =
        at > 0
            && lane.indexOf(' ') < 0
            && lane.length() - at <= LONGEST_NUMBER
            && lane.length() > at + 1
            && lane.chars().skip(at + 1L).allMatch(c -> c >= '0' && c <= '9');
    return numbered ? Integer.parseInt(lane, at + 1, lane.length(), 10) : 0;
  }

  /** With the sign before the number. */
  private static String name(String lane) {
    return lane.substring(0, lane.lastIndexOf(GENERATION) + 1);
  }

  private static boolean isOf(String name, String lane) {
    return generation(lane) > 0 && name(lane).equals(name);
  }

  void note(Cause cause) {
    note(cause.lane(), cause.messageId());
  }

  void note(String lane, MessageId id) {
    if (lane.endsWith(" " + id.key())) {
      single.put(lane, id);
      if (single.size() > MOST_SINGLE) {
        single.remove(single.keySet().iterator().next());
      }
      return;
    }
    Map<Integer, MessageId> slices = lanes.get(lane);
    if (slices == null) {
      if (generation(lane) > 0) {
        lanes.keySet().removeIf(earlier -> isOf(name(lane), earlier));
      }
      slices = new TreeMap<>();
      lanes.put(lane, slices);
    }
    slices.put(id.slice(), id);
  }

  /** For a snapshot, in an order in which they can be noted again. */
  Map<String, Map<Integer, MessageId>> lanes() {
    var all = new LinkedHashMap<>(lanes);
    single.forEach((lane, id) -> all.put(lane, Map.of(id.slice(), id)));
    return all;
  }
}

package dev.holdfast.services.messages;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.MessageId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last message that an instance has handled of each lane and slice.
 *
 * <p>Invariant: messages of a lane and slice are handled in the order of their ids, so one id says
 * of each message for ever whether it was handled. There are at most as many as slices, for each
 * lane; a lane that was begun anew, such as one that was rewound, replaces the earlier one.
 */
final class Received {
  /** Between the name of a lane and how often it was begun. */
  private static final char GENERATION = '@';

  private final Map<String, Map<Integer, MessageId>> lanes = new TreeMap<>();

  Optional<MessageId> last(String lane, int slice) {
    Map<Integer, MessageId> slices = lanes.get(lane);
    return slices == null ? Optional.empty() : Optional.ofNullable(slices.get(slice));
  }

  void note(Cause cause) {
    note(cause.lane(), cause.messageId());
  }

  void note(String lane, MessageId id) {
    Map<Integer, MessageId> slices = lanes.get(lane);
    if (slices == null) {
      int generation = lane.lastIndexOf(GENERATION);
      if (generation > 0) {
        String name = lane.substring(0, generation + 1);
        lanes.keySet().removeIf(earlier -> earlier.startsWith(name));
      }
      slices = new TreeMap<>();
      lanes.put(lane, slices);
    }
    slices.put(id.slice(), id);
  }

  /** For a snapshot. */
  Map<String, Map<Integer, MessageId>> lanes() {
    return lanes;
  }
}

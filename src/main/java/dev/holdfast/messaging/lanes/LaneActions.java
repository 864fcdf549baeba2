package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.services.Origin;
import java.util.Optional;

/** What a lane has done for it. */
public interface LaneActions {
  /**
   * Hands a letter to its receiver; the verdict is to be told with {@link Lane#answered}.
   *
   * @param previous the letter before it to this receiver, if that is still on its way
   * @param givenUp where it is to be parked instead of handled
   */
  void deliver(Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp);

  /**
   * Reads what the journal holds after an offset; to be told with {@link Lane#loaded}.
   *
   * @param ticket names the reading
   */
  void load(long ticket, long after);
}

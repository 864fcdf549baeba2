package dev.holdfast.journal.members;

import java.time.Duration;
import java.time.Instant;

/**
 * A member as the table has it.
 *
 * @param heartbeat its last, by the database's clock
 * @param age of that heartbeat when the row was read, by the same clock; negative after that clock
 *     was set back
 */
public record MemberRow(Member member, Instant heartbeat, Duration age) {
  public String address() {
    return member.address();
  }
}

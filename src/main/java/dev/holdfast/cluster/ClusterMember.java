package dev.holdfast.cluster;

import dev.holdfast.journal.members.MemberRow;
import java.util.Optional;

/**
 * One member as this node sees it.
 *
 * @param address host and port of its remoting
 * @param self whether it is this node
 * @param row what it last wrote about itself; empty until it has
 */
public record ClusterMember(
    String address, long incarnation, State state, boolean self, Optional<MemberRow> row) {
  /** How far a member is in its life, and whether it is heard. */
  public enum State {
    JOINING,
    UP,
    LEAVING,
    /** A member of any state that this node or another does not hear. */
    UNREACHABLE,
    /** Given up; it is removed next. */
    DOWN
  }
}

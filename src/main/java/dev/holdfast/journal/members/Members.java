package dev.holdfast.journal.members;

import java.net.InetAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cluster's table of members, over one connection that is opened again after a failure.
 *
 * <p>Invariant: a formation has one founder. Rows of an earlier formation are never shown.
 */
public interface Members extends AutoCloseable {
  /** The current formation and its members. */
  View read() throws SQLException;

  /**
   * Founds a new cluster if the table still is as it was seen: no other formation, no heartbeat
   * since, no row that was not there. Earlier rows are deleted.
   *
   * @return its formation; empty when somebody was faster
   */
  OptionalLong found(View seen, Member founder) throws SQLException;

  /**
   * Writes the node's heartbeat and what it says about itself.
   *
   * @return false when the database serves another formation by now
   */
  boolean beat(long formation, Member self) throws SQLException;

  /** Deletes the row of one incarnation. */
  void remove(Member gone) throws SQLException;

  /** Writers of the journal that own no slice and are of no member. */
  List<Integer> idleWriters() throws SQLException;

  /** Deletes those of the writers that still own no slice and are of no member. */
  int forgetWriters(List<Integer> idle) throws SQLException;

  /** Keeps a value under a name unless there is one; returns the one that is kept. */
  String keepFirst(String name, String value) throws SQLException;

  /** The value that is kept under a name; empty if none. */
  Optional<String> kept(String name) throws SQLException;

  /** The address of this machine from which the database is reached. */
  InetAddress localAddress() throws SQLException;

  @Override
  void close();

  /** The table at one moment. */
  record View(long formation, List<MemberRow> rows) {
    public View {
      rows = List.copyOf(rows);
    }
  }
}

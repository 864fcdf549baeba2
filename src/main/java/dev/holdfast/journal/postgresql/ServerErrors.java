package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.store.RefusedException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** Tells an answer "no" from no answer. */
final class ServerErrors {
  /** The server says these as it goes away: before or after the commit is not known. */
  private static final Set<String> GOING_AWAY =
      Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03");

  /** A standby answers so after a failover: nothing was written, but the address is wrong. */
  private static final String READ_ONLY = "25006";

  private ServerErrors() {}

  /** A row violates a constraint or holds a value the server cannot store. */
  static boolean isOfOneRow(SQLException e) {
    String state = state(e);
    return isAnswer(e)
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }

  /** Passes on what is not known; wraps what is known to have failed. */
  static RefusedException refused(SQLException e) throws SQLException {
    if (isAnswer(e)) {
      return new RefusedException(e);
    }
    throw e;
  }

  private static boolean isAnswer(SQLException e) {
    String state = state(e);
    return e instanceof PSQLException answer
        && answer.getServerErrorMessage() != null
        && !state.startsWith("08")
        && !state.equals(READ_ONLY)
        && !GOING_AWAY.contains(state);
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }
}

package dev.holdfast.journal.pekko;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import org.jspecify.annotations.Nullable;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * Keeps Pekko's plugin from opening a database of its own: our DAOs have theirs, and never look at
 * what they are given here.
 */
public final class NoSlickDatabase implements SlickDatabaseProvider {
  private static final SlickDatabase NONE = new None();

  /** The constructor Pekko looks for. */
  public NoSlickDatabase(ActorSystem system) {}

  @Override
  public SlickDatabase database(Config config) {
    return NONE;
  }

  private static final class None implements SlickDatabase {
    @Override
    public JdbcBackend.@Nullable JdbcDatabaseDef database() {
      return null;
    }

    @Override
    public @Nullable JdbcProfile profile() {
      return null;
    }

    @Override
    public boolean allowShutdown() {
      return false;
    }
  }
}

package dev.holdfast.journal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The proof that no other process has the file; the system takes it back when the process dies. */
final class FileClaim implements AutoCloseable {
  private final FileChannel channel;

  private FileClaim(FileChannel channel) {
    this.channel = channel;
  }

  static FileClaim of(Path database) throws SQLException {
    Path lock = database.resolveSibling(database.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new SQLException(
            "The journal "
                + database
                + " belongs to another process that is running; a SQLite"
                + " journal has one owner. Stop the other, or use another file or PostgreSQL.");
      }
      return new FileClaim(channel);
    } catch (IOException e) {
      throw new SQLException("Cannot lock " + lock + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot let go of the lock file", e);
    }
  }
}

package dev.holdfast.runtimes.process.confinement;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The users that processes of this node run as.
 *
 * <p>Invariant: nobody has two at once, on the whole machine. Nodes share the range: each locks a
 * file that stands for a part of it, and loses the lock with its life.
 */
public final class Users implements AutoCloseable {
  private static final int PART = 250;

  private final FileChannel channel;
  private final int first;
  private final BitSet taken = new BitSet(PART);

  private Users(FileChannel channel, int first) {
    this.channel = channel;
    this.first = first;
  }

  /** A part of the range that no other node has; none if all are taken. */
  public static Optional<Users> claim(ConfinementSettings settings, Path locks) throws IOException {
    for (int part = 0; (part + 1) * PART <= settings.users(); part++) {
      int first = settings.firstUser() + part * PART;
      FileChannel channel =
          FileChannel.open(
              locks.resolve("holdfast-users-%d.lock".formatted(first)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return Optional.of(new Users(channel, first));
      }
      channel.close();
    }
    return Optional.empty();
  }

  /** Another node of this very process has it, or one of another. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** One that nobody has; none when all are in use. */
  public synchronized OptionalInt take() {
    int free = taken.nextClearBit(0);
    if (free >= PART) {
      return OptionalInt.empty();
    }
    taken.set(free);
    return OptionalInt.of(first + free);
  }

  public synchronized void giveBack(int user) {
    taken.clear(user - first);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}

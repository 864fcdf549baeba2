package dev.holdfast.edge.streams;

import java.time.Duration;

/** What somebody follows. Asked by one thread at a time; closed by any. */
public interface Feed extends AutoCloseable {
  /**
   * The next events as they are written to the stream, as soon as there are any; blocks.
   *
   * @return empty text when none came within the time, or when closed
   */
  String next(int most, Duration patience) throws Exception;

  boolean isClosed();

  /** Ends the wait of whoever asks; safe to call again. */
  @Override
  void close();

  /** Begins to follow; blocks. */
  @FunctionalInterface
  interface Opening {
    Feed open() throws Exception;
  }
}

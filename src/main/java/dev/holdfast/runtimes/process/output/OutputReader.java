package dev.holdfast.runtimes.process.output;

import dev.holdfast.runtimes.process.limits.LimitSettings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The output of one process, read to its end by a thread for each stream.
 *
 * <p>Invariant: it is read as fast as it comes, so the process never waits for the log; what may
 * not be logged is counted, and a line says how much that was.
 */
public final class OutputReader {
  private static final Logger LOG = LoggerFactory.getLogger(OutputReader.class);
  private static final int CHUNK = 16 * 1024;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int LAST_LINES = 20;
  private static final Duration TELLING = Duration.ofSeconds(1);

  private final Source source;
  private final LimitSettings limits;
  private final Consumer<String> flooded;
  private final Allowance allowance;
  private final ArrayDeque<String> lastLines = new ArrayDeque<>();
  private long droppedBytes;
  private long droppedLines;
  private long toldAt;

  /**
   * Whose output it is.
   *
   * @param socket where it listens: that it says so is of no use to anybody who reads the log
   */
  public record Source(String service, String version, long pid, String socket) {}

  /**
   * Nothing is read yet.
   *
   * @param flooded is told when more came than one window may have
   */
  public OutputReader(Source source, LimitSettings limits, Consumer<String> flooded) {
    this.source = source;
    this.limits = limits;
    this.flooded = flooded;
    long now = System.nanoTime();
    this.allowance =
        new Allowance(limits.outputPerSecond(), limits.outputFlood(), limits.outputWindow(), now);
    this.toldAt = now;
  }

  /**
   * Reads a stream to its end.
   *
   * <p>By a thread of the system: a virtual one that waits in a pipe holds its carrier, and many
   * processes would leave none.
   */
  public Thread read(String stream, InputStream from) {
    Level level = stream.equals("err") ? Level.WARN : Level.INFO;
    return Thread.ofPlatform()
        .daemon()
        .name("function-" + source.service() + "-" + stream)
        .start(() -> readAll(stream, level, from));
  }

  private void readAll(String stream, Level level, InputStream from) {
    var lines = new Lines(LONGEST_LINE, line -> line(stream, level, line));
    byte[] chunk = new byte[CHUNK];
    try (from) {
      for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
        if (allowance.floods(count, System.nanoTime())) {
          flooded.accept(
              "it wrote more than %d MiB within %d s"
                  .formatted(limits.outputFlood() >> 20, limits.outputWindow().toSeconds()));
        }
        lines.add(chunk, count);
      }
    } catch (IOException e) {
      // The stream ends with the process.
    }
    lines.close();
    tellDropped(System.nanoTime(), Duration.ZERO);
  }

  private void line(String stream, Level level, String line) {
    long now = System.nanoTime();
    synchronized (lastLines) {
      lastLines.add(line);
      if (lastLines.size() > LAST_LINES) {
        lastLines.remove();
      }
      if (!allowance.admits(line.length() + 1L, now)) {
        droppedLines++;
        droppedBytes += line.length() + 1L;
        return;
      }
    }
    tellDropped(now, TELLING);
    if (!line.endsWith(" on " + source.socket())) {
      log(stream, LoggedLine.of(line, level));
    }
  }

  private void tellDropped(long now, Duration atMostEach) {
    long bytes;
    long lines;
    synchronized (lastLines) {
      if (droppedLines == 0 || now - toldAt < atMostEach.toNanos()) {
        return;
      }
      bytes = droppedBytes;
      lines = droppedLines;
      droppedBytes = 0;
      droppedLines = 0;
      toldAt = now;
    }
    String told =
        "%d lines of %d bytes of output are left out (limits.output-per-second is %d)"
            .formatted(lines, bytes, limits.outputPerSecond());
    log("log", new LoggedLine(Level.WARN, told));
  }

  private void log(String stream, LoggedLine line) {
    LOG.atLevel(line.level())
        .addKeyValue("service", source.service())
        .addKeyValue("version", source.version())
        .addKeyValue("pid", source.pid())
        .addKeyValue("stream", stream)
        .log(
            "{} {} [{}] {}: {}",
            source.service(),
            source.version(),
            source.pid(),
            stream,
            line.message());
  }

  /** The last lines with a colon before them, or nothing: why it could not start is in them. */
  public String said() {
    synchronized (lastLines) {
      return lastLines.isEmpty() ? "" : ":\n" + String.join("\n", lastLines);
    }
  }
}

package dev.holdfast.runtimes.process.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The processes of this machine, as the kernel lists them; empty where it has no {@code /proc}. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** The unit of times in {@code /proc}: it is 100 on every Linux, whatever its own clock does. */
  static final long TICKS_PER_SECOND = 100;

  private static final long PAGE_BYTES = pageBytes();

  private ProcessTable() {}

  /**
   * One process.
   *
   * @param startTicks with the pid it names the process for ever: pids are given again
   * @param cpuTicks its own, and those of its children that have ended
   * @param bytes in memory
   */
  public record Row(
      long pid,
      long parent,
      long session,
      long startTicks,
      long cpuTicks,
      long bytes,
      int threads) {}

  /** Those that run, by pid; a process that has ended and was not waited for is none. */
  public static Map<Long, Row> read() {
    Map<Long, Row> rows = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        row(entry).ifPresent(row -> rows.put(row.pid(), row));
      }
    } catch (IOException e) {
      return Map.of();
    }
    return rows;
  }

  private static Optional<Row> row(Path entry) {
    try {
      String line = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      return parse(Long.parseLong(String.valueOf(entry.getFileName())), line);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // It has just ended.
    }
  }

  /** The name of the program stands in brackets and may hold anything, brackets too. */
  static Optional<Row> parse(long pid, String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    char state = fields[0].charAt(0);
    if (state == 'Z' || state == 'X') {
      return Optional.empty();
    }
    long cpu = 0;
    for (int i = 11; i <= 14; i++) {
      cpu += Long.parseLong(fields[i]);
    }
    return Optional.of(
        new Row(
            pid,
            Long.parseLong(fields[1]),
            Long.parseLong(fields[3]),
            Long.parseLong(fields[19]),
            cpu,
            Long.parseLong(fields[21]) * PAGE_BYTES,
            Integer.parseInt(fields[17])));
  }

  /**
   * What a thread had of the processor, in nanoseconds.
   *
   * @param first whether its process began with it
   * @param computed on a core
   * @param waited for one: on a busy machine that is far more than what it got
   */
  record Times(boolean first, long computed, long waited) {
    /** What was added since then; all of it for a thread that was not there. */
    Times since(@Nullable Times then) {
      return then == null ? this : new Times(first, computed - then.computed, waited - then.waited);
    }
  }

  /** The threads of a process, by their numbers. */
  static Map<Long, Times> threads(long pid) {
    Map<Long, Times> threads = new HashMap<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(PROC.resolve(pid + "/task"), "[0-9]*")) {
      for (Path entry : entries) {
        long thread = Long.parseLong(String.valueOf(entry.getFileName()));
        times(entry, thread == pid).ifPresent(times -> threads.put(thread, times));
      }
    } catch (IOException e) {
      return Map.of();
    }
    return threads;
  }

  private static Optional<Times> times(Path thread, boolean first) {
    try {
      String[] fields = Files.readString(thread.resolve("schedstat")).strip().split(" ", -1);
      return Optional.of(new Times(first, Long.parseLong(fields[0]), Long.parseLong(fields[1])));
    } catch (IOException e) {
      // It has just ended, or the kernel counts only what it got.
      long nanosOfTick = TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
      return row(thread).map(row -> new Times(first, row.cpuTicks() * nanosOfTick, 0));
    }
  }

  /** Bytes in memory of some processes, where a page that several have counts once. */
  static long proportional(List<Row> rows) {
    long bytes = 0;
    for (Row row : rows) {
      try (var lines = Files.lines(PROC.resolve(row.pid() + "/smaps_rollup"))) {
        bytes +=
            lines
                .filter(line -> line.startsWith("Pss:"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .orElse(row.bytes());
      } catch (IOException | UncheckedIOException e) {
        bytes += row.bytes(); // The kernel does not tell, or it has just ended.
      }
    }
    return bytes;
  }

  /** Whether a process was given this variable with this value when it began. */
  static boolean hasInEnvironment(long pid, String variable) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      String all = "\0" + new String(bytes, StandardCharsets.UTF_8) + "\0";
      return all.contains("\0" + variable + "\0");
    } catch (IOException e) {
      return false; // It has ended, or belongs to somebody else.
    }
  }

  /** Who a process runs as. */
  static int user(long pid) {
    try {
      Object user = Files.getAttribute(PROC.resolve(Long.toString(pid)), "unix:uid");
      return user instanceof Integer number ? number : -1;
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }

  /** Most machines have pages of 4 KiB, some of arm have larger ones. */
  private static long pageBytes() {
    try (var lines = Files.lines(PROC.resolve("self/smaps"))) {
      return lines
          .filter(line -> line.startsWith("KernelPageSize:"))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .orElse(4096L);
    } catch (IOException e) {
      return 4096;
    }
  }
}

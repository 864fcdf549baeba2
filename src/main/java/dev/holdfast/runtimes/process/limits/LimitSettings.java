package dev.holdfast.runtimes.process.limits;

import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/**
 * What one process of a function, with all that it starts, may use; a count or size of 0 is no
 * limit. Every key is explained in {@code settings/processes.conf}.
 *
 * @param memory bytes in memory, of the process and all that it started
 * @param tasks processes and threads
 * @param files open files, of each process
 * @param fileBytes of one file that it writes
 * @param tempBytes of its private folder of temporary files
 * @param cpuPercent of one core, on the average of the window
 * @param cpuWindow what the share of the processor is averaged over
 * @param grace what a process has, after a request passed its deadline, to show that it still works
 * @param longest a request that runs so long ends the process, deadline or not
 * @param outputPerSecond bytes of output that are logged; the rest is counted
 * @param outputFlood bytes of output in a window that end the process
 * @param outputWindow the window
 * @param look between two looks at what processes use
 */
public record LimitSettings(
    long memory,
    int tasks,
    int files,
    long fileBytes,
    long tempBytes,
    int cpuPercent,
    Duration cpuWindow,
    Duration grace,
    Duration longest,
    long outputPerSecond,
    long outputFlood,
    Duration outputWindow,
    Duration look) {

  private static final long MOST_BYTES = 1L << 50;

  public LimitSettings {
    if (look.isZero()) {
      throw new InvalidSetting("holdfast.runtimes.process.limits.look", "must be more than 0");
    }
  }

  public static LimitSettings from(Settings at) {
    return new LimitSettings(
        at.bytes("memory", 0, MOST_BYTES),
        at.count("tasks", 0, 1_000_000),
        at.count("files", 0, 1_000_000),
        at.bytes("file-bytes", 0, MOST_BYTES),
        at.bytes("temp-bytes", 0, MOST_BYTES),
        at.count("cpu-percent", 0, 100_000),
        at.time("cpu-window"),
        at.time("grace"),
        at.time("longest"),
        at.bytes("output-per-second", 0, MOST_BYTES),
        at.bytes("output-flood", 0, MOST_BYTES),
        at.time("output-window"),
        at.time("look"));
  }
}

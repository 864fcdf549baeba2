package dev.holdfast.cli.drills;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What to drill.
 *
 * @param seconds of calls before each disturbance, after as many to warm up
 * @param rate calls a second
 * @param rounds how often; empty for what each drill takes itself
 * @param project the clone
 * @param folder for logs and data
 */
record DrillPlan(int seconds, int rate, int nodes, OptionalInt rounds, Path project, Path folder) {
  Duration steady() {
    return Duration.ofSeconds(seconds);
  }
}

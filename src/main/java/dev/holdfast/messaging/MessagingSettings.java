package dev.holdfast.messaging;

import com.typesafe.config.Config;
import dev.holdfast.messaging.lanes.LaneSettings;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How messages are delivered; every key is explained in {@code settings/messaging.conf}.
 *
 * @param readCommits commits read from the journal at once
 * @param readBytes their size at most
 * @param readers readings at once
 * @param deadline of a handler that works on a message
 * @param keepInterval between two writings of what was delivered
 * @param timerHorizon timers due within it are in memory
 * @param timers of a slice in memory
 * @param refresh how often the registry is looked at
 * @param measure how often it is counted what waits
 */
public record MessagingSettings(
    LaneSettings lanes,
    int readCommits,
    long readBytes,
    int readers,
    Duration deadline,
    Duration keepInterval,
    Duration timerHorizon,
    int timers,
    Duration refresh,
    Duration measure,
    Unsafe unsafe) {

  /**
   * Breaks a promise on purpose, so that a test can show that it notices.
   *
   * @param acknowledgeBeforeCommit counts as delivered what was only handed over
   * @param readJournal false delivers only what lands while the node is up
   */
  public record Unsafe(boolean acknowledgeBeforeCommit, boolean readJournal) {
    /** What a node says when it starts; empty where nothing is broken. */
    public Optional<String> warning() {
      return acknowledgeBeforeCommit || !readJournal
          ? Optional.of(
              ("UNSAFE: holdfast.messaging.unsafe has acknowledge-before-commit = %s,"
                      + " read-journal = %s. THIS NODE CAN LOSE MESSAGES; it is for tests of faults"
                      + " only")
                  .formatted(acknowledgeBeforeCommit, readJournal))
          : Optional.empty();
    }
  }

  public static MessagingSettings from(Config config) {
    Settings at = Settings.at(config, "holdfast.messaging");
    Settings unsafe = at.block("unsafe");
    var lanes =
        new LaneSettings(
            at.count("window", 1, 1_000),
            at.count("letters", 2, 100_000),
            at.count("page", 1, 10_000),
            at.count("tries", 1, 1_000),
            at.time("first-pause"),
            at.time("longest-pause"),
            at.time("aside-after"),
            at.count("asides", 1, 10_000),
            at.count("asides-alone", 1, 100_000));
    return new MessagingSettings(
        lanes,
        at.count("read-commits", 1, 10_000),
        at.bytes("read-bytes", 1024, 1L << 30),
        at.count("readers", 1, 100),
        at.time("deadline"),
        at.time("keep-interval"),
        at.time("timer-horizon"),
        at.count("timers", 1, 1_000_000),
        at.time("refresh"),
        at.time("measure"),
        new Unsafe(unsafe.flag("acknowledge-before-commit"), unsafe.flag("read-journal")));
  }
}

package dev.holdfast.journal;

import com.typesafe.config.Config;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How the journal is reached and what it may hold at most; every key is explained in {@code
 * settings/journal.conf}.
 */
public record JournalSettings(
    String url,
    String user,
    Secret password,
    int slices,
    int queueRows,
    long queueBytes,
    int batchRows,
    long batchBytes,
    Duration queueTimeout,
    Duration statementTimeout,
    Duration connectionTimeout,
    int readerConnections,
    int recoveryThreads,
    int recoveryBatch,
    int recoveryQueue,
    int recoveryPage,
    int replayPage,
    long replayBytes,
    int sideQueue,
    int bookTogether,
    Duration confirmInterval,
    Duration pauseThreshold,
    Unsafe unsafe) {
  private static final String PATH = "holdfast.journal";

  /** A text that does not print. */
  public record Secret(String value) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * What breaks a promise on purpose, so that a test of faults can show that it would notice.
   *
   * @param fence whether appends check that the writer's slices are still its own
   * @param epochCarried whether a commit carries the epoch its entity started under; else the epoch
   *     is looked up when the write runs
   */
  public record Unsafe(boolean fence, boolean epochCarried, int writeDelayMillis) {
    /** What a node says when it starts; empty where nothing is set. */
    public Optional<String> warning() {
      if (fence && epochCarried && writeDelayMillis == 0) {
        return Optional.empty();
      }
      String harm =
          fence && epochCarried ? "Every group commit waits" : "THIS NODE CAN CORRUPT THE JOURNAL";
      return Optional.of(
          ("UNSAFE: holdfast.journal.unsafe has fence = %s, epoch-carried = %s, write-delay = %d"
                  + " ms. %s; it is for tests of faults only")
              .formatted(fence, epochCarried, writeDelayMillis, harm));
    }
  }

  public JournalSettings {
    if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
      throw new InvalidSetting(PATH + ".url", "must begin with jdbc:sqlite: or jdbc:postgresql:");
    }
    if (recoveryThreads > readerConnections) {
      throw new InvalidSetting(PATH + ".recovery-threads", "must not exceed reader-connections");
    }
  }

  public static JournalSettings read(Config root) {
    Settings at = Settings.at(root, PATH);
    Settings unsafe = at.block("unsafe");
    return new JournalSettings(
        at.text("url"),
        at.text("user"),
        new Secret(at.text("password")),
        at.count("slices", 1, 4096),
        at.count("queue-rows", 1, 1_000_000),
        at.bytes("queue-bytes", 1024, 1L << 40),
        at.count("batch-rows", 1, 10_000),
        at.bytes("batch-bytes", 1024, 1L << 30),
        at.time("queue-timeout"),
        at.time("statement-timeout"),
        at.time("connection-timeout"),
        at.count("reader-connections", 1, 100),
        at.count("recovery-threads", 1, 64),
        at.count("recovery-batch", 1, 10_000),
        at.count("recovery-queue", 1, 1_000_000),
        at.count("recovery-page", 1, 10_000),
        at.count("replay-page", 1, 100_000),
        at.bytes("replay-bytes", 1, 1L << 30),
        at.count("side-queue", 1, 1_000_000),
        at.count("book-together", 1, 1_000_000),
        at.time("confirm-interval"),
        at.time("pause-threshold"),
        new Unsafe(
            unsafe.flag("fence"),
            unsafe.flag("epoch-carried"),
            unsafe.count("write-delay", 0, 1_000)));
  }

  /** The same with another database. */
  public JournalSettings at(String otherUrl, String otherUser, Secret otherPassword) {
    return new JournalSettings(
        otherUrl,
        otherUser,
        otherPassword,
        slices,
        queueRows,
        queueBytes,
        batchRows,
        batchBytes,
        queueTimeout,
        statementTimeout,
        connectionTimeout,
        readerConnections,
        recoveryThreads,
        recoveryBatch,
        recoveryQueue,
        recoveryPage,
        replayPage,
        replayBytes,
        sideQueue,
        bookTogether,
        confirmInterval,
        pauseThreshold,
        unsafe);
  }

  public boolean embedded() {
    return url.startsWith("jdbc:sqlite:");
  }
}

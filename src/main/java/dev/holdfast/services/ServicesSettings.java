package dev.holdfast.services;

import com.typesafe.config.Config;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How instances behave on a node.
 *
 * @param queue requests that may wait at one instance before more are refused
 * @param batchCommits commits of one instance written together at most
 * @param snapshotEvery commits between two snapshots of an instance
 * @param dedupCount handled causes an instance remembers
 * @param dedupTime how long it remembers them
 * @param requestsRemembered requests of one other node, keyed or not, that it remembers
 * @param parked messages that an instance may have parked, those that wait behind one included
 * @param boundedAge committed state is shown to reads that are not strong for so long after the
 *     database has confirmed that no other node has it
 * @param idle without a request for so long, an instance leaves memory
 * @param residentEntities instances in memory before the longest unused leave
 * @param residentBytes their estimated size in memory before the longest unused leave
 * @param recordCommands whether commits hold what their handlers were told
 * @param deadline how long a call may take where nothing else is said
 * @param longestDeadline the most a caller may ask for
 * @param longestChain calls that may wait inside each other
 * @param retryDelay before a request that was certainly not handled is sent again
 * @param resendAfter after a silence of another node a request is sent again
 * @param parcelBytes of long requests, and of long outcomes, that may wait for other nodes
 */
public record ServicesSettings(
    int queue,
    int batchCommits,
    int snapshotEvery,
    int dedupCount,
    Duration dedupTime,
    int requestsRemembered,
    int parked,
    Duration boundedAge,
    Duration idle,
    int residentEntities,
    long residentBytes,
    boolean recordCommands,
    Duration deadline,
    Duration longestDeadline,
    int longestChain,
    Duration retryDelay,
    Duration resendAfter,
    long parcelBytes,
    Unsafe unsafe) {

  /**
   * Breaks a promise on purpose, so that a test can show that it notices.
   *
   * @param answerBeforeCommit answers before the journal has the commit
   * @param dedup false forgets every cause
   */
  public record Unsafe(boolean answerBeforeCommit, boolean dedup) {
    public static final Unsafe NO = new Unsafe(false, true);

    /** What a node says when it starts; empty where nothing is broken. */
    public Optional<String> warning() {
      return equals(NO)
          ? Optional.empty()
          : Optional.of(
              ("UNSAFE: holdfast.services.unsafe has answer-before-commit = %s, dedup = %s."
                      + " THIS NODE CAN LOSE OR DOUBLE COMMANDS; it is for tests of faults only")
                  .formatted(answerBeforeCommit, dedup));
    }
  }

  public static ServicesSettings of(Config config) {
    Settings settings = Settings.at(config, "holdfast.services");
    Settings unsafe = settings.block("unsafe");
    return new ServicesSettings(
        settings.count("queue", 1, 100_000),
        settings.count("batch-commits", 1, 1_000),
        settings.count("snapshot-every", 1, 1_000_000),
        settings.count("dedup-count", 1, 1_000_000),
        settings.time("dedup-time"),
        settings.count("requests-remembered", 1, 100_000),
        settings.count("parked", 1, 1_000_000),
        settings.time("bounded-age"),
        settings.time("idle"),
        settings.count("resident-entities", 1, 100_000_000),
        settings.bytes("resident-bytes", 1 << 20, Long.MAX_VALUE),
        settings.flag("record-commands"),
        settings.time("deadline"),
        settings.time("longest-deadline"),
        settings.count("longest-chain", 1, 100),
        settings.time("retry-delay"),
        settings.time("resend-after"),
        settings.bytes("parcel-bytes", 1 << 20, Long.MAX_VALUE),
        new Unsafe(unsafe.flag("answer-before-commit"), unsafe.flag("dedup")));
  }
}

package dev.holdfast.edge;

import com.typesafe.config.Config;
import dev.holdfast.edge.input.JsonLimits;
import dev.holdfast.messaging.cloudevents.CloudEventLimits;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the node is reached and what it bears; the keys are explained in {@code settings/edge.conf}.
 *
 * @param openMetrics whether {@code /metrics} is for everybody, not for operators only
 * @param hosts the values of {@code Host} that a caller who is trusted by address may send
 * @param events what CloudEvents may cost, here and elsewhere
 */
public record EdgeSettings(
    String host,
    int port,
    boolean trustLoopback,
    boolean insecure,
    boolean openMetrics,
    Set<String> hosts,
    Connections connections,
    Bodies bodies,
    JsonLimits document,
    Deadlines deadlines,
    Follow follow,
    Async async,
    Reads reads,
    Topics topics,
    CloudEventLimits events) {

  /** What connections and the heads of requests may cost. */
  public record Connections(
      int most,
      int backlog,
      int requests,
      Duration idle,
      Duration waiting,
      Duration lastRequest,
      Duration linger,
      int targetBytes,
      int parameters,
      int headerBytes,
      int headers) {}

  /** How large a body may be and how long it may take to arrive. */
  public record Bodies(int usual, int most, Duration receive, Duration upload) {}

  /** How long a call may take. */
  public record Deadlines(Duration usual, Duration most) {}

  /** How instances are followed. */
  public record Follow(int most, Duration heartbeat, int page) {}

  /** How calls with {@code Prefer: respond-async} are kept. */
  public record Async(int pending, int outcomes, Duration deadline) {}

  /** What reading the journal for callers may cost. */
  public record Reads(int concurrent, int page, int pageMost, Duration deadline) {}

  /**
   * How topics are written and followed from outside.
   *
   * @param underWay messages being published at once
   * @param poll how often a follower looks without a nudge
   */
  public record Topics(int underWay, Duration poll) {}

  public EdgeSettings {
    hosts = Set.copyOf(hosts);
    if (deadlines.most().compareTo(connections.idle()) >= 0) {
      throw new InvalidSetting(
          "holdfast.edge.deadlines.most",
          "must be shorter than connections.idle, else the connection is closed before the answer");
    }
    if (follow.heartbeat().compareTo(connections.idle()) >= 0) {
      throw new InvalidSetting(
          "holdfast.edge.follow.heartbeat", "must be shorter than connections.idle");
    }
    if (topics.underWay() < events.batch()) {
      throw new InvalidSetting(
          "holdfast.edge.topics.under-way", "must not be less than holdfast.events.batch");
    }
    if (bodies.usual() > bodies.most()) {
      throw new InvalidSetting("holdfast.edge.bodies.usual", "must not exceed bodies.most");
    }
  }

  /** Reads {@code holdfast.edge}. */
  public static EdgeSettings from(Config root) {
    Settings edge = Settings.at(root, "holdfast.edge");
    return new EdgeSettings(
        edge.text("host"),
        edge.count("port", 0, 65_535),
        edge.flag("trust-loopback"),
        edge.flag("insecure"),
        edge.flag("open-metrics"),
        Arrays.stream(edge.text("hosts").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet()),
        connections(edge.block("connections")),
        bodies(edge.block("bodies")),
        document(edge.block("document")),
        new Deadlines(edge.block("deadlines").time("usual"), edge.block("deadlines").time("most")),
        follow(edge.block("follow")),
        async(edge.block("async")),
        reads(edge.block("reads")),
        new Topics(
            edge.block("topics").count("under-way", 1, 10_000_000),
            edge.block("topics").time("poll")),
        CloudEventLimits.from(root));
  }

  private static Connections connections(Settings block) {
    return new Connections(
        block.count("most", 1, 1_000_000),
        block.count("backlog", 1, 65_535),
        block.count("requests", 1, 1_000_000),
        block.time("idle"),
        block.time("waiting"),
        block.time("last-request"),
        block.time("linger"),
        block.count("target-bytes", 256, 65_536),
        block.count("parameters", 1, 65_536),
        block.count("header-bytes", 256, 65_536),
        block.count("headers", 8, 1_000));
  }

  private static Bodies bodies(Settings block) {
    long largest = 256L << 20;
    return new Bodies(
        (int) block.bytes("usual", 1, largest),
        (int) block.bytes("most", 1, largest),
        block.time("receive"),
        block.time("upload"));
  }

  private static JsonLimits document(Settings block) {
    return new JsonLimits(
        block.count("depth", 1, 1_000),
        block.count("tokens", 1, 100_000_000),
        (int) block.bytes("string", 1, 256L << 20),
        block.count("number-length", 1, 1_000));
  }

  private static Follow follow(Settings block) {
    return new Follow(
        block.count("most", 0, 1_000_000), block.time("heartbeat"), block.count("page", 1, 10_000));
  }

  private static Async async(Settings block) {
    return new Async(
        block.count("pending", 0, 1_000_000),
        block.count("outcomes", 0, 1_000_000),
        block.time("deadline"));
  }

  private static Reads reads(Settings block) {
    return new Reads(
        block.count("concurrent", 1, 10_000),
        block.count("page", 1, 10_000),
        block.count("page-most", 1, 100_000),
        block.time("deadline"));
  }
}

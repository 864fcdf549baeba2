package dev.holdfast.cluster;

import com.typesafe.config.Config;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.Locale;

/** How nodes find and reach each other; every key is explained in {@code settings/cluster.conf}. */
public record ClusterSettings(
    String host,
    int port,
    String bind,
    Duration heartbeat,
    Duration silentAfter,
    Duration staleAfter,
    Duration probe,
    Duration joinPatience,
    int wireFormat,
    Tls tls) {
  private static final String PATH = "holdfast.cluster";

  /** How nodes prove themselves to each other. */
  public record Tls(Mode mode, String directory, boolean insecure) {}

  /** Where the certificates come from. */
  public enum Mode {
    /** AUTO beyond loopback, OFF on it. */
    DEFAULT,
    /** From an authority that the journal's database keeps. */
    AUTO,
    /** From a directory. */
    FILES,
    /** There are none. */
    OFF
  }

  public ClusterSettings {
    if (heartbeat.isZero()) {
      throw new InvalidSetting(PATH + ".heartbeat", "must be longer than nothing");
    }
    if (silentAfter.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new InvalidSetting(PATH + ".silent-after", "must be two heartbeats at least");
    }
    if (staleAfter.compareTo(silentAfter) <= 0) {
      throw new InvalidSetting(PATH + ".stale-after", "must be longer than silent-after");
    }
    if (tls.mode() == Mode.FILES && tls.directory().isEmpty()) {
      throw new InvalidSetting(PATH + ".tls.directory", "must be set with tls.mode = files");
    }
  }

  public static ClusterSettings of(Config root) {
    Settings at = Settings.at(root, PATH);
    Settings tls = at.block("tls");
    return new ClusterSettings(
        at.text("host"),
        at.count("port", 0, 65_535),
        at.text("bind"),
        at.time("heartbeat"),
        at.time("silent-after"),
        at.time("stale-after"),
        at.time("probe"),
        at.time("join-patience"),
        at.count("wire-format", 1, Integer.MAX_VALUE),
        new Tls(mode(tls.text("mode")), tls.text("directory"), tls.flag("insecure")));
  }

  private static Mode mode(String text) {
    try {
      return Mode.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw (InvalidSetting)
          new InvalidSetting(PATH + ".tls.mode", "must be default, auto, files or off")
              .initCause(e);
    }
  }
}

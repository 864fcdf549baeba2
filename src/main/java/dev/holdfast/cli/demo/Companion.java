package dev.holdfast.cli.demo;

import com.typesafe.config.Config;
import dev.holdfast.cli.Terminal;
import dev.holdfast.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the weather app in another language. The app does without it where this machine has not
 * got the program that runs it, the one that a node would take.
 */
public enum Companion {
  COMFORT("weather-comfort", "comfort index and trends", "python", "3.10"),
  NOTIFY("weather-notify", "webhooks for alerts", "node", "20.6");

  private static final String SETTINGS = "holdfast.runtimes.process";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final int PATIENCE_SECONDS = 10;
  private static final int LONGEST_ANSWER = 1024;

  private final String folder;
  private final String purpose;
  private final String program;
  private final String oldest;

  Companion(String folder, String purpose, String program, String oldest) {
    this.folder = folder;
    this.purpose = purpose;
    this.program = program;
    this.oldest = oldest;
  }

  /** Those that this machine can run; the others are told, each with its reason. */
  public static Set<Companion> here(Config config, Terminal terminal) {
    var here = EnumSet.noneOf(Companion.class);
    for (Companion one : values()) {
      Optional<String> hindrance = one.hindrance(Settings.at(config, SETTINGS).text(one.program));
      if (hindrance.isEmpty()) {
        here.add(one);
      } else {
        terminal
            .err()
            .printf(
                "holdfast: without %s (%s): %s (setting %s.%s)%n",
                one.folder, one.purpose, hindrance.get(), SETTINGS, one.program);
      }
    }
    return Collections.unmodifiableSet(here);
  }

  public Path in(Path samples) {
    return samples.resolve(folder);
  }

  /** A line of a shell; NODE is where the node listens, STATION one that reports. */
  String question() {
    return switch (this) {
      case COMFORT -> "curl NODE/weather/STATION/comfort NODE/weather/STATION/trend";
      case NOTIFY -> "curl NODE/v1/services/notify/STATION/listeners";
    };
  }

  private Optional<String> hindrance(String named) {
    try {
      Optional<String> version = version(named);
      if (version.isEmpty()) {
        return Optional.of(named + " does not say which version it is");
      }
      return isNewEnough(version.get())
          ? Optional.empty()
          : Optional.of("%s is %s, and %s is needed".formatted(named, version.get(), oldest));
    } catch (IOException e) {
      return Optional.of(named + " cannot be started");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while " + named + " was asked for its version");
    }
  }

  /** What {@code --version} says, such as 3.11 of {@code Python 3.11.7}. */
  private static Optional<String> version(String program) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      byte[] said = process.getInputStream().readNBytes(LONGEST_ANSWER);
      Matcher version = VERSION.matcher(new String(said, StandardCharsets.UTF_8));
      return version.find() ? Optional.of(version.group()) : Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }

  private boolean isNewEnough(String version) {
    return number(version) >= number(oldest);
  }

  /** Both parts in one, so that 3.9 is before 3.10. */
  private static int number(String version) {
    String[] parts = version.split("\\.", 2);
    return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
  }
}

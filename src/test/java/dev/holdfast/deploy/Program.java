package dev.holdfast.deploy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the manifests have to agree with: the settings in a container, the launcher, the build. */
final class Program {
  static final Path CONTAINER_CONF = Path.of("conf", "container.conf");

  private static final Pattern OVERRIDE = Pattern.compile("\\$\\{\\?(HOLDFAST_[A-Z_]+)}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(HOLDFAST_[A-Z_]+)");
  private static final Pattern HEAP = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private Program() {}

  /** The settings of a node in a container, without its environment. */
  static Config settings() {
    return ConfigFactory.parseFile(CONTAINER_CONF.toFile())
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** Names that the settings or the launcher look up in the environment. */
  static Set<String> environment() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "settings"))) {
      for (Path file : Stream.concat(files, Stream.of(CONTAINER_CONF)).toList()) {
        collect(OVERRIDE, Files.readString(file), names);
      }
    }
    collect(VARIABLE, launcher(), names);
    return names;
  }

  /** How much of the memory it may have the heap is, in percent. */
  static int heapPercent() throws IOException {
    return Integer.parseInt(first(HEAP, launcher()));
  }

  static String version() throws IOException {
    return first(VERSION, Files.readString(Path.of("pom.xml")));
  }

  private static String launcher() throws IOException {
    return Files.readString(Path.of("holdfast"));
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("Not found: " + pattern);
    }
    return matcher.group(1);
  }

  private static void collect(Pattern pattern, String text, Set<String> names) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
  }
}

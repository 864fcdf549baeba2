package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.holdfast.house.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A key of ours says above it what it is and why so, and somebody reads it. */
class SettingsDocumentedTest {
  private static final Path FOLDER = Path.of("src", "main", "resources", "settings");

  /** A comment shorter than this cannot say what, unit and why. */
  private static final int SHORTEST_COMMENT = 15;

  /** Keys that Pekko reads, not a record of ours, and why they stand under our name. */
  private static final Map<String, String> READ_BY_PEKKO =
      Map.of("holdfast.cluster.slice-lease", "Pekko finds the lease by this path");

  @Test
  void everyKeyIsExplainedAboveIt() throws IOException {
    Set<String> bare = new TreeSet<>();
    keys()
        .forEach(
            (path, value) -> {
              String comment = String.join(" ", value.origin().comments()).strip();
              if (comment.length() < SHORTEST_COMMENT) {
                bare.add(path);
              }
            });
    assertEquals(Set.of(), bare);
  }

  @Test
  void everyKeyIsReadByARecordOfSettings() throws IOException {
    Set<String> read = keysRead();
    Set<String> unread = new TreeSet<>();
    for (String path : keys().keySet()) {
      if (!read.contains(path.substring(path.lastIndexOf('.') + 1))) {
        unread.add(path);
      }
    }
    assertTrue(read.size() > 3, "no settings are read at all");
    assertEquals(Set.of(), unread);
  }

  /** Every leaf of ours by its path. */
  private static Map<String, ConfigValue> keys() throws IOException {
    Map<String, ConfigValue> keys = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        Config config = ConfigFactory.parseFile(file.toFile());
        collect("", config.root(), keys);
      }
    }
    return keys;
  }

  private static void collect(String path, ConfigObject object, Map<String, ConfigValue> keys) {
    object.forEach(
        (name, value) -> {
          String full = path.isEmpty() ? name : path + "." + name;
          if (READ_BY_PEKKO.containsKey(full) || !full.startsWith("holdfast")) {
            return;
          }
          if (value instanceof ConfigObject below) {
            collect(full, below, keys);
          } else {
            keys.put(full, value);
          }
        });
  }

  /** The literals that main code hands to the methods of {@code Settings}. */
  private static Set<String> keysRead() throws IOException {
    Set<String> methods = Set.of("text", "texts", "flag", "count", "bytes", "time", "block");
    Set<String> read = new HashSet<>();
    for (Source source : SourceTree.parse(Path.of("").toAbsolutePath()).sources()) {
      if (source.isIn("src/main")) {
        source.each(
            MethodInvocationTree.class,
            call -> {
              String select = call.getMethodSelect().toString();
              String method = select.substring(select.lastIndexOf('.') + 1);
              List<? extends ExpressionTree> arguments = call.getArguments();
              if (methods.contains(method)
                  && !arguments.isEmpty()
                  && arguments.getFirst() instanceof LiteralTree literal
                  && literal.getValue() instanceof String key) {
                read.add(key);
              }
            });
      }
    }
    return read;
  }
}

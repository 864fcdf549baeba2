package dev.holdfast.connectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The connectors that the page on connectors shows. */
final class ShownOnPage {
  private static final Path PAGE = Path.of("docs", "connectors.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```hocon\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private ShownOnPage() {}

  /** Those of one type by name, each with the address of a broker that is there. */
  static Map<String, Config> of(String type, String uri) throws IOException {
    Map<String, Config> found = new TreeMap<>();
    for (MatchResult block : BLOCK.matcher(Files.readString(PAGE)).results().toList()) {
      Config config = ConfigFactory.parseString(block.group(1));
      if (config.hasPath("holdfast.connectors")) {
        Config connectors = config.getConfig("holdfast.connectors");
        for (String name : connectors.root().keySet()) {
          Config one = connectors.getConfig(name);
          if (one.getString("type").equals(type)) {
            found.put(name, one.withValue("uri", ConfigValueFactory.fromAnyRef(uri)));
          }
        }
      }
    }
    return found;
  }
}

package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.durability.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the README's tour says, on a real node, and compares the answers with those it shows.
 *
 * <p>A block {@code java file=PATH} is written to that file; a block {@code sh tour} is run by a
 * shell, and the block {@code text answers} after it is what must be printed, where {@code …}
 * stands for anything.
 */
class ReadmeTest {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(java file=\\S+|sh tour|text answers)\\n(.*?)^```$",
          Pattern.DOTALL | Pattern.MULTILINE);

  /** The launcher without its search for a JDK, and a curl that ends its answer with a new line. */
  private static final String SHELL =
      """
      set -eu
      holdfast() { "$JAVA" -cp "$CLASS_PATH" dev.holdfast.Node "$@"; }
      curl() { command curl -sS --max-time 20 "$@"; echo; }
      """;

  @TempDir private Path directory = Path.of("");

  /** One fenced block of the README that the tour consists of. */
  private record Block(String kind, String text) {}

  @Test
  void theTourOfTheReadmeWorksAsWritten() throws Exception {
    List<Block> blocks = blocks();
    write(blocks.getFirst());
    var setup =
        new NodeProcess.Setup(directory, directory.resolve("counter"), List.of(), List.of());
    int compared = 0;
    try (NodeProcess node = NodeProcess.start(setup)) {
      for (int i = 1; i + 1 < blocks.size(); i += 2) {
        String printed = run(blocks.get(i).text(), node.url());
        String shown = blocks.get(i + 1).text();
        assertTrue(
            pattern(shown).matcher(printed).matches(),
            () -> "The README shows\n" + shown + "\nbut it printed\n" + printed);
        compared++;
      }
    }
    assertEquals((blocks.size() - 1) / 2, compared);
    assertTrue(compared >= 3, "the tour was not found");
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private void write(Block block) throws IOException {
    Path file = directory.resolve(block.kind().substring("java file=".length()));
    Files.createDirectories(file.getParent());
    Files.writeString(file, block.text());
  }

  private static String run(String commands, URI node) throws IOException, InterruptedException {
    String script =
        commands
            .replace("http://127.0.0.1:8080", node.toString())
            .replaceAll("(?m)^\\./holdfast ", "holdfast ");
    var builder = new ProcessBuilder("bash", "-c", SHELL + script);
    builder.environment().put("HOLDFAST_URL", node.toString());
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    builder.environment().put("CLASS_PATH", System.getProperty("java.class.path", ""));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed;
  }

  private static Pattern pattern(String shown) {
    StringBuilder regex = new StringBuilder();
    for (String part : shown.split("…", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}

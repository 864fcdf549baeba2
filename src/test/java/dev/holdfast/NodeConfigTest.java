package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user's file may say, and that nothing in it is passed over in silence. */
class NodeConfigTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertRefused("cannot be read", folder.resolve("nowhere.conf"));
    assertRefused("cannot be read", folder);
  }

  @Test
  void aFileThatIsNotHoconIsRefused() throws IOException {
    assertRefused("mine.conf", file("holdfast { edge {"));
  }

  @Test
  void anUnknownKeyIsNamedWithItsPlace() throws IOException {
    assertRefused(
        "holdfast.edge.prot (line 3)", file("holdfast.edge {\n  host = a\n  prot = 1\n}"));
    assertRefused("holdfast.journl (line 1)", file("holdfast.journl.url = x"));
    assertRefused("holdfast.edge.port.number (line 1)", file("holdfast.edge.port.number = 1"));
    assertRefused("holdfast.edge.port (line 1)", file("\"holdfast.edge.port\" = 1"));
    assertRefused("holdfast.edge.a (line 1)", file("a = { a = 1 }\nholdfast.edge = ${a}"));
  }

  @Test
  void theUserNamesConnectorsAndNotTheirDefaults() throws IOException {
    Config config = NodeConfig.of(with(file("holdfast.connectors.orders.type = rabbitmq")));
    assertEquals("rabbitmq", config.getString("holdfast.connectors.orders.type"));
    assertRefused(
        "holdfast.connector-defaults.tls.mod (line 1)",
        file("holdfast.connector-defaults.tls.mod = on"));
  }

  @Test
  void aDrainThatLeavesNoTimeToHandOverIsRefused() throws IOException {
    Path file = file("holdfast.node.drain = 20s");
    var refused =
        assertThrows(InvalidSetting.class, () -> NodeSettings.of(NodeConfig.of(with(file))));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("holdfast.node.drain: at most 12 s"));
  }

  @Test
  void everyUnknownKeyIsNamedAtOnce() throws IOException {
    Path file = file("holdfast.edge.prot = 1\nholdfast.nod.drain = 1s");
    assertRefused("holdfast.edge.prot", file);
    assertRefused("holdfast.nod", file);
  }

  @Test
  void whatIsKnownIsTakenAndSoIsWhatBelongsToOthers() throws IOException {
    Path file =
        file(
            """
            mine = 7070
            holdfast.edge.port = ${mine}
            holdfast.journal.user = ${?NOBODY_HAS_SET_THIS}
            holdfast.journal.url = "jdbc:sqlite:mine.db"
            holdfast.journal.url = ${?NOBODY_HAS_SET_THIS}
            pekko.loglevel = "DEBUG"
            """);
    Config config = NodeConfig.of(with(file));
    assertEquals(7070, config.getInt("holdfast.edge.port"));
    assertEquals("jdbc:sqlite:mine.db", config.getString("holdfast.journal.url"));
    assertEquals("DEBUG", config.getString("pekko.loglevel"));
  }

  @Test
  void everyFileThatWeShipIsTaken() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      List<Path> shipped = files.filter(file -> file.toString().endsWith(".conf")).toList();
      assertTrue(shipped.size() >= 2);
      shipped.forEach(file -> NodeSettings.of(NodeConfig.of(with(file))));
    }
  }

  private static void assertRefused(String words, Path file) {
    CommandFailed refusal = assertThrows(CommandFailed.class, () -> NodeConfig.of(with(file)));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(words), message);
    assertTrue(message.contains(file.toString()), message);
    assertEquals(ExitCode.USAGE, refusal.exitCode());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.conf"), text);
  }

  private static NodeOptions with(Path file) {
    return new NodeOptions(
        Optional.of(file),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}

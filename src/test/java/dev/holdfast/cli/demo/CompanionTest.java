package dev.holdfast.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanionTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir private Path folder = Path.of("");

  @Test
  void theOldestVersionsThatTheSdksRunOnAreEnough() throws Exception {
    var both = here(program("python", "echo Python 3.10.0"), program("node", "echo v20.6.0"));
    assertEquals(Set.of(Companion.COMFORT, Companion.NOTIFY), both);
    assertEquals(List.of(), said());
  }

  @Test
  void anOlderOneIsToldWithTheOneThatIsNeeded() throws Exception {
    String python = program("python", "echo Python 3.9.21");
    String node = program("node", "echo v20.5.1");
    assertEquals(Set.of(), here(python, node));
    assertEquals(
        List.of(
            "holdfast: without weather-comfort (comfort index and trends): "
                + python
                + " is 3.9, and 3.10 is needed (setting holdfast.runtimes.process.python)",
            "holdfast: without weather-notify (webhooks for alerts): "
                + node
                + " is 20.5, and 20.6 is needed (setting holdfast.runtimes.process.node)"),
        said());
  }

  @Test
  void oneThatFailsOrSaysSomethingElseIsLeftOutAlone() throws Exception {
    String python = program("python", "echo 3.11; exit 127");
    assertEquals(Set.of(Companion.NOTIFY), here(python, program("node", "echo v22.1.0")));
    assertEquals(Set.of(), here(python, program("node", "echo hello")));
    assertEquals(3, said().size());
    assertEquals(3, said().stream().filter(line -> line.contains("does not say")).count());
  }

  private Set<Companion> here(String python, String node) {
    var named =
        Map.of("holdfast.runtimes.process.python", python, "holdfast.runtimes.process.node", node);
    var err = new PrintStream(said, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(InputStream.nullInputStream(), err, err, 0);
    return Companion.here(ConfigFactory.parseMap(named), terminal);
  }

  private String program(String name, String does) throws Exception {
    Path file = folder.resolve(name + does.hashCode());
    Files.writeString(file, "#!/bin/sh\n" + does + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private List<String> said() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

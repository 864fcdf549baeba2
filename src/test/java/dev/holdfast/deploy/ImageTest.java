package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The image against the build, the launcher and the manifests that run it. */
class ImageTest {
  private static final String HOME = "/opt/holdfast";

  private final Dockerfile image;

  ImageTest() throws IOException {
    image = Dockerfile.read(Path.of("deploy", "docker", "Dockerfile"));
  }

  @Test
  void whatIsCopiedFromTheSourcesIsThereAndIsSent() throws IOException {
    List<String> sent = sent();
    int copied = 0;
    for (Dockerfile.Instruction copy : image.every("COPY")) {
      if (copy.arguments().contains("--from=")) {
        continue;
      }
      List<String> sources = copy.words().subList(0, copy.words().size() - 1);
      for (String source : sources) {
        copied++;
        assertTrue(Files.exists(Path.of(source)), source);
        assertTrue(sent.stream().anyMatch(each -> covers(each, source)), source + " is ignored");
      }
    }
    assertTrue(copied > 5, "what is copied was not found");
  }

  @Test
  void whatIsIgnoredIsAllThatIsNotNamed() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(".dockerignore"));
    assertTrue(lines.contains("*"));
    for (String sent : sent()) {
      assertTrue(Files.exists(Path.of(sent.replaceAll("/\\*.*", ""))), sent);
      assertFalse(sent.startsWith("target") || sent.startsWith(".git"), sent);
    }
  }

  @Test
  void theBuildMakesWhatIsCopiedFromIt() throws IOException {
    String build = Files.readString(Path.of("pom.xml"));
    assertTrue(build.contains("<finalName>holdfast</finalName>"));
    assertTrue(build.contains("<outputDirectory>${project.build.directory}/lib</outputDirectory>"));
    Set<String> made = new TreeSet<>();
    for (Dockerfile.Instruction copy : image.every("COPY")) {
      if (copy.arguments().contains("--from=build")) {
        made.add(copy.words().getFirst() + " " + copy.words().getLast());
      }
    }
    assertEquals(
        Set.of("/build/target/holdfast.jar target/holdfast.jar", "/build/target/lib target/lib"),
        made);
  }

  @Test
  void theLauncherFindsItsJarAndIsTheProcessThatSignalsReach() throws IOException {
    String launcher = Files.readString(Path.of("holdfast"));
    assertTrue(launcher.contains("jar=$home/target/holdfast.jar"));
    assertTrue(launcher.contains("cache=$home/target/holdfast.aot"));
    assertTrue(launcher.contains("exec \"$jdk/bin/java\""));
    assertTrue(launcher.contains("HOLDFAST_PREPARE"));
    assertEquals(HOME, image.last("WORKDIR").arguments());
    assertEquals("HOLDFAST_BUILD=never", image.last("ENV").arguments());
    // Written as JSON: without it a shell would stand in between and keep the signals.
    assertEquals(List.of(HOME + "/holdfast"), list(image.last("ENTRYPOINT")));
    String training = image.last("RUN").arguments();
    assertTrue(training.contains("HOLDFAST_PREPARE=wait ./holdfast demo --once --port 0"));
    assertTrue(training.contains("test -s target/holdfast.aot"));
  }

  @Test
  void theManifestsRunItAsItIs() throws IOException {
    String user = image.last("USER").arguments();
    Set<Integer> exposed = new TreeSet<>();
    image.last("EXPOSE").words().forEach(port -> exposed.add(Integer.parseInt(port)));
    List<String> command = list(image.last("CMD"));
    for (Installation installation : Installation.all()) {
      var security = installation.pods().getSpec().getSecurityContext();
      assertEquals(user, security.getRunAsUser() + ":" + security.getRunAsGroup());
      assertEquals(Set.of(installation.port("http"), installation.port("remoting")), exposed);
      assertEquals(command.getFirst(), installation.node().getArgs().getFirst());
      assertEquals(command.getLast(), installation.node().getArgs().getLast());
    }
    assertTrue(command.contains(HOME + "/" + Program.CONTAINER_CONF));
    assertTrue(
        image.every("COPY").stream()
            .anyMatch(copy -> copy.words().getLast().equals(command.getLast())));
  }

  /** The platform compiles services when it starts, with the compiler of its own JDK. */
  @Test
  void itRunsOnAWholeJdk() {
    assertEquals(2, image.every("FROM").size());
    String base = image.last("FROM").arguments();
    assertTrue(base.startsWith("eclipse-temurin:25-jdk"), base);
  }

  /** What .dockerignore lets through. */
  private static List<String> sent() throws IOException {
    List<String> sent = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
      if (line.startsWith("!")) {
        sent.add(line.substring(1));
      }
    }
    return sent;
  }

  private static boolean covers(String sent, String source) {
    String folder = sent.replaceAll("/\\*.*", "");
    return source.equals(folder) || source.startsWith(folder + "/");
  }

  private static List<String> list(Dockerfile.Instruction instruction) throws IOException {
    List<String> words = new ArrayList<>();
    JsonNode array = new ObjectMapper().readTree(instruction.arguments());
    assertTrue(array.isArray(), instruction.name() + " is not written as JSON");
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}

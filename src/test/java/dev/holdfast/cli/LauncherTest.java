package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a folder of its own, with a JDK and a Maven that only tell what they were told.
 */
@Timeout(60)
class LauncherTest {
  private static final String TELL =
      """
      #!/bin/sh
      [ -z "$TELL_ERROR" ] || echo "$TELL_ERROR" >&2
      echo "java $*"
      exit ${TELL_CODE:-0}
      """;
  private static final String BUILD =
      """
      #!/bin/sh
      echo "mvn $*" >>"$BUILT"
      echo "what the build says"
      [ -z "$BUILD_FAILS" ] || exit 1
      mkdir -p target && echo built >target/holdfast.jar
      """;

  @TempDir private Path folder = Path.of("");

  private final Map<String, String> environment = new HashMap<>();
  private Path home = Path.of("");

  @BeforeEach
  void aCloneWithAJarThatIsNewerThanItsSources() throws IOException {
    home = Files.createDirectories(folder.resolve("a clone"));
    Files.copy(Path.of("holdfast"), home.resolve("holdfast"));
    Path source = write(home.resolve("src/main/java/A.java"), "class A {}");
    Path pom = write(home.resolve("pom.xml"), "<project/>");
    Path jar = write(home.resolve("target/holdfast.jar"), "jar");
    for (Path old : List.of(source, pom, home.resolve("src/main/java"), home.resolve("src/main"))) {
      Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    assertTrue(Files.exists(jar));
    script(folder.resolve("tools/mvn"), BUILD);
    environment.put("BUILT", folder.resolve("built").toString());
    environment.put("JAVA_HOME", jdk("jdk-25", "25.0.3").toString());
    environment.put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
    environment.put("HOME", folder.toString());
  }

  @Test
  void aCommandIsPassedOnWithQuickStartArguments() throws Exception {
    Said said = launch("call", "cart/c1", "add Item", "{\"a b\": 1}");
    assertEquals(0, said.code());
    assertTrue(
        said.out().endsWith("holdfast.jar call cart/c1 add Item {\"a b\": 1}\n"), said.out());
    assertTrue(said.out().contains("-XX:TieredStopAtLevel=1"), said.out());
    assertTrue(said.out().contains("-Dholdfast.home=" + home.toRealPath()), said.out());
    assertEquals("", said.err());
    assertFalse(Files.exists(folder.resolve("built")));
  }

  @Test
  void aServerGetsTheArgumentsThatThePomGivesToEveryJvm() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String arguments = pom.replaceAll("(?s).*<jvm.arguments>|</jvm.arguments>.*", "").strip();
    environment.put("HOLDFAST_JAVA_OPTS", "-Xmx1g -Dx=y");
    String started = launch("node", "--port", "0").out();
    for (String argument : arguments.split("\\s+", -1)) {
      assertTrue(started.contains(argument), argument + " is missing in " + started);
    }
    assertTrue(started.contains(" -Xmx1g -Dx=y "), started);
  }

  /** Found when a bench was three times slower after a run of faults with other options. */
  @Test
  void aJvmThatCompilesLessPreparesNothingForOthers() throws Exception {
    assertTrue(launch("node").out().contains("-XX:AOTMode=record"));
    environment.put("HOLDFAST_JAVA_OPTS", "-Xmx1g");
    assertTrue(launch("node").out().contains("-XX:AOTMode=record"));
    environment.put("HOLDFAST_JAVA_OPTS", "-Xmx1g -XX:TieredStopAtLevel=1");
    assertFalse(launch("node").out().contains("-XX:AOTMode=record"));
    assertTrue(launch("faults").out().contains("-XX:TieredStopAtLevel=1"));
  }

  @Test
  void theExitCodeIsTheProgramsOwn() throws Exception {
    environment.put("TELL_CODE", "3");
    assertEquals(3, launch("call").code());
    assertEquals(3, launch("demo").code());
  }

  @Test
  void itWorksThroughLinksAndFromAnywhere() throws Exception {
    Files.createSymbolicLink(folder.resolve("one"), Path.of("a clone/holdfast"));
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path link = Files.createSymbolicLink(bin.resolve("holdfast"), Path.of("../one"));
    Said said = launch(link, "state", "a/b");
    assertEquals(0, said.code(), said.err());
    assertTrue(said.out().contains(home.toRealPath() + "/target/holdfast.jar"), said.out());
  }

  @Test
  void newerSourcesAreBuiltAndTheBuildIsQuiet() throws Exception {
    write(home.resolve("src/main/java/B.java"), "class B {}");
    Files.setLastModifiedTime(
        home.resolve("target/holdfast.jar"), FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
    Said said = launch("state", "a/b");
    assertEquals("mvn -q -B -DskipTests package\n", Files.readString(folder.resolve("built")));
    assertTrue(said.err().startsWith("holdfast: building"), said.err());
    assertEquals(1, said.err().lines().count());
    assertTrue(said.out().startsWith("java "), said.out());
    launch("state", "a/b");
    assertEquals(1, Files.readAllLines(folder.resolve("built")).size());
  }

  @Test
  void aNewerPageOfAProblemIsBuiltBecauseTheJarCarriesIt() throws Exception {
    write(home.resolve("docs/problems/internal.md"), "# internal");
    Files.setLastModifiedTime(
        home.resolve("target/holdfast.jar"), FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
    assertEquals(0, launch("state", "a/b").code());
    assertEquals("mvn -q -B -DskipTests package\n", Files.readString(folder.resolve("built")));
  }

  @Test
  void aFailedBuildShowsWhatItSaid() throws Exception {
    Files.delete(home.resolve("target/holdfast.jar"));
    environment.put("BUILD_FAILS", "yes");
    Said said = launch("state", "a/b");
    assertEquals(70, said.code());
    assertEquals("", said.out());
    assertTrue(said.err().contains("what the build says"), said.err());
  }

  @Test
  void anOldJavaIsPassedOverForTheOneOnThePath() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk-17", "17.0.1").toString());
    Path newer = jdk("jdk-26", "26");
    Files.createSymbolicLink(folder.resolve("tools/java"), newer.resolve("bin/java"));
    script(newer.resolve("bin/java"), TELL.replace("java $", "the newer java $"));
    Said said = launch("state", "a/b");
    assertEquals(0, said.code(), said.err());
    assertTrue(said.out().startsWith("the newer java "), said.out());
  }

  private Said launch(String... args) throws IOException, InterruptedException {
    return launch(home.resolve("holdfast"), args);
  }

  private Said launch(Path launcher, String... args) throws IOException, InterruptedException {
    var line = new java.util.ArrayList<>(List.of("bash", launcher.toString()));
    line.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    var builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private record Said(int code, String out, String err) {}

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    write(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/java"), TELL);
    script(jdk.resolve("bin/javac"), TELL);
    return jdk;
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}

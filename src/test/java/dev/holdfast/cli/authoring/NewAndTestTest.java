package dev.holdfast.cli.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.authoring.Installed.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New folders in every language, and their tests. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NewAndTestTest {
  private final Path folder;
  private final Installed holdfast;

  NewAndTestTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    holdfast = Installed.in(Files.createDirectory(folder.resolve("bin")));
  }

  private String create(String language, String name) throws Exception {
    Ran ran = holdfast.run(folder, "new", "--lang", language, name);
    assertEquals(0, ran.exitCode(), ran.out());
    return ran.out();
  }

  @ParameterizedTest
  @CsvSource({
    "java, counter, Counter.java, 1 passed",
    "java, entity, EntityService.java, 1 passed",
    "node, parking-meter, index.mjs, pass 1",
    "python, parking-meter, service.py, OK",
  })
  void aNewFolderPassesItsOwnTest(String language, String name, String file, String told)
      throws Exception {
    String said = create(language, name);
    assertTrue(said.contains("holdfast dev " + name), said);
    assertTrue(Files.isRegularFile(folder.resolve(name).resolve(file)), said);
    assertTrue(Files.readString(folder.resolve(name).resolve("README.md")).lines().count() <= 12);
    Ran ran = holdfast.run(folder, "test", name);
    assertEquals(0, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains(told), ran.out());
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      for (Path written : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(written);
        assertFalse(text.contains("@name@") || text.contains("@Type@"), written + ": " + text);
      }
    }
  }

  /** The negative control: a test that fails makes the command fail and is named. */
  @ParameterizedTest
  @CsvSource({
    "java, test/CounterTest.java, whatIsAddedIsAddedUp",
    "node, test/counter.test.mjs, what is added is added up",
    "python, test_service.py, test_what_is_added_is_added_up",
  })
  void aTestThatFailsIsToldAndTheCommandFails(String language, String file, String test)
      throws Exception {
    create(language, "counter");
    Path path = folder.resolve("counter").resolve(file);
    Files.writeString(path, Files.readString(path).replace("replied(42)", "replied(43)"));
    Ran ran = holdfast.run(folder, "test", "counter");
    assertEquals(1, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains(test), ran.out());
    assertTrue(ran.out().contains("43"), ran.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node", "python"})
  void aFolderWithoutTestsDoesNotPass(String language) throws Exception {
    create(language, "counter");
    for (String file : List.of("test", "test_service.py")) {
      delete(folder.resolve("counter").resolve(file));
    }
    Ran ran = holdfast.run(folder, "test", "counter");
    assertEquals(1, ran.exitCode(), ran.out());
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  @Test
  void whatDoesNotCompileIsToldWithItsPlace() throws Exception {
    create("java", "counter");
    Path source = folder.resolve("counter/Counter.java");
    Files.writeString(source, Files.readString(source).replace("value + amount", "value +"));
    Ran ran = holdfast.run(folder, "test", "counter");
    assertEquals(1, ran.exitCode());
    assertTrue(ran.out().contains("Counter.java:26: illegal start of expression"), ran.out());
  }

  /** An editor and the runner alone find the SDK by the link. */
  @Test
  void nodesOwnRunnerFindsTheSdk() throws Exception {
    create("node", "counter");
    Ran ran = Installed.program(folder.resolve("counter"), List.of("node", "--test"), Map.of());
    assertEquals(0, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains("pass 1"), ran.out());
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Files.createDirectories(folder.resolve("counter"));
    create("python", "counter");
    Ran again = holdfast.run(folder, "new", "--lang", "node", "counter");
    assertEquals(2, again.exitCode());
    assertTrue(again.out().contains("counter is there and not empty"), again.out());
    assertFalse(Files.exists(folder.resolve("counter/index.mjs")));
    Ran elsewhere = holdfast.run(folder, "new", "--lang", "node", "counter", "--dir", "a/b");
    assertEquals(0, elsewhere.exitCode(), elsewhere.out());
    assertTrue(Files.exists(folder.resolve("a/b/test/counter.test.mjs")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Cart", "9lives", "a--b", "a-", "-a", "a/b", "..", "a b", "", "ünder", "a_b"})
  void aBadNameIsRefused(String name) throws Exception {
    Ran ran = holdfast.run(folder, "new", "--lang", "node", "--", name);
    assertEquals(2, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains("cannot be the name of a service"), ran.out());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of("bin"), files.map(file -> file.getFileName().toString()).toList());
    }
  }
}

package dev.holdfast.runtimes.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How folders and jars become services, and what is said of those that cannot. */
final class JvmServicesTest {
  private static final JvmSettings SETTINGS = JvmSettings.from(ConfigFactory.load());

  @TempDir private Path folder;

  @Test
  void aJarIsLoadedLikeItsSources() throws Exception {
    Path sources = Path.of(JvmServicesTest.class.getResource("counter").toURI());
    var files = new TreeMap<>(ServiceCompiler.compile(ServiceCode.read(sources, SETTINGS)));
    files.put("META-INF/notes.txt", "notes".getBytes(StandardCharsets.UTF_8));
    files.put("dev/holdfast/sdk/Entity.class", new byte[] {1, 2, 3});
    Path jar = folder.resolve("counter.jar");
    write(jar, files);

    JvmServices fromJar = JvmServices.load(jar, SETTINGS);
    assertEquals("counter.jar", fromJar.name());
    assertEquals(Json.of("3"), add(fromJar.runtimes().getFirst(), 3));
    JvmServices fromFolder = JvmServices.load(folder, SETTINGS);
    assertEquals(fromJar.version(), fromFolder.version());
    Files.delete(jar);
    assertEquals(Json.of("4"), add(fromFolder.runtimes().getFirst(), 4));
  }

  @Test
  void theVersionOfAJarIsThatOfItsContentNotOfItsDates() throws Exception {
    Path sources = Path.of(JvmServicesTest.class.getResource("counter").toURI());
    var files = new TreeMap<>(ServiceCompiler.compile(ServiceCode.read(sources, SETTINGS)));
    write(folder.resolve("a.jar"), files);
    String first = ServiceCode.read(folder.resolve("a.jar"), SETTINGS).version();
    write(folder.resolve("b.jar"), new TreeMap<>(files).descendingMap());
    assertEquals(first, ServiceCode.read(folder.resolve("b.jar"), SETTINGS).version());
    files.put("more.txt", new byte[] {1});
    write(folder.resolve("c.jar"), files);
    assertNotEquals(first, ServiceCode.read(folder.resolve("c.jar"), SETTINGS).version());
  }

  @Test
  void whatDoesNotRunYetIsRefusedWhereverInTheCodeItIs() throws Exception {
    Files.writeString(
        folder.resolve("Greeter.java"),
        """
        package greeting;

        import dev.holdfast.sdk.*;

        @Service("greeter")
        record Greeter() implements Value<Greeter> {
          @Query String greet(Context context) {
            return new Crier().cry(context);
          }
        }
        """);
    Files.writeString(
        folder.resolve("Crier.java"),
        """
        package greeting;

        import dev.holdfast.sdk.Context;

        final class Crier {
          String cry(Context context) {
            return context.predict("greetings", "hello", String.class);
          }
        }
        """);
    var refused =
        assertThrows(UnloadableCode.class, () -> JvmServices.load(folder, SETTINGS)).faults();
    assertEquals(
        List.of("Crier.cry uses predict: predictions arrive with a later release."), refused);
  }

  @Test
  void textsOfTriggersAreReadAtLoadWithEveryOtherFault() throws Exception {
    Files.writeString(
        folder.resolve("Log.java"),
        """
        import dev.holdfast.sdk.*;
        @Service("log") record Log() implements Value<Log> {
          record Message(String station) {}
          @OnTopic(value = "news", id = "{station", filter = "/celsius >")
          Effect<Void> hear(Message message) { return reply(); }
          @OnSchedule(value = "0 25 * * *", id = "a/b", missed = "never")
          Effect<Void> clean() { return reply(); }
          @OnSchedule(value = "0 0 30 2 *", id = "all")
          Effect<Void> rest() { return reply(); }
        }
        """);
    var refused =
        assertThrows(UnloadableCode.class, () -> JvmServices.load(folder, SETTINGS)).faults();
    assertEquals(
        List.of(
            "Log.clean has missed = \"never\". Write \"once\", \"skip\" or \"all\".",
            "Log.clean has the cron \"0 25 * * *\", which cannot be read: Value 25 not in range [0,"
                + " 23].",
            "Log.clean is scheduled for the id \"a/b\". An id has 1 to 200 characters, no slash and"
                + " no control character.",
            "Log.hear has the id \"{station\", which cannot be read: a { is never closed.",
            "Log.hear has the filter \"/celsius >\", which cannot be read: expected a string in \""
                + " or a number at position 10, found the end.",
            "Log.rest has the cron \"0 0 30 2 *\", which cannot be read: no such day ever comes."),
        refused);
  }

  @Test
  void twoFoldersMayHaveClassesAndServicesOfTheSameName() throws Exception {
    counter("one", "value + amount");
    counter("two", "value + 10 * amount");
    FunctionRuntime one = JvmServices.load(folder.resolve("one"), SETTINGS).runtimes().getFirst();
    FunctionRuntime two = JvmServices.load(folder.resolve("two"), SETTINGS).runtimes().getFirst();
    assertEquals(Json.of("3"), add(one, 3));
    assertEquals(Json.of("30"), add(two, 3));
    assertNotEquals(one.description().version(), two.description().version());
  }

  @Test
  void everyFaultOfEveryServiceIsSaidAtOnce() throws Exception {
    Files.writeString(
        folder.resolve("Faulty.java"),
        """
        import dev.holdfast.sdk.*;
        record Nameless(int value) implements Value<Nameless> {
          Nameless() { this(0); }
        }
        @Service("faulty") record Faulty(int value) implements Value<Faulty> {}
        @Service("pub") record Publisher() implements Workflow<Publisher> {
          public java.util.List<Step<Publisher, ?>> steps() { return java.util.List.of(); }
        }
        """);
    var refused = assertThrows(UnloadableCode.class, () -> JvmServices.load(folder, SETTINGS));
    String all = String.join("\n", refused.faults());
    assertTrue(all.contains("Nameless has no name. Add @Service(\"nameless\")"), all);
    assertTrue(all.contains("Faulty has no empty state."), all);
    assertTrue(all.contains("Publisher is a Workflow: workflows arrive with a later"), all);
  }

  @Test
  void aFileThatIsNotThereIsAnIoFault() {
    assertThrows(IOException.class, () -> JvmServices.load(folder.resolve("nothing"), SETTINGS));
  }

  private void counter(String name, String next) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(
        folder.resolve(name).resolve("Counter.java"),
        """
        import dev.holdfast.sdk.*;
        @Service("counter") public record Counter(int value) implements Value<Counter> {
          public Counter() { this(0); }
          Effect<Integer> add(int amount) {
            return save(new Counter(%s)).reply(Counter::value);
          }
        }
        """
            .formatted(next));
  }

  private static Json add(FunctionRuntime counter, int amount) throws Exception {
    var now = Instant.parse("2025-03-01T12:00:00Z");
    Decision decision =
        counter.decide(
            counter.empty(),
            new Invocation(
                new EntityId("counter", "1"),
                "add",
                Json.of(Integer.toString(amount)),
                0,
                now,
                now,
                Caller.user("anna", Set.of()),
                (_, _, _) -> {
                  throw new AssertionError("no calls here");
                }));
    return assertInstanceOf(Decision.Accepted.class, decision).reply();
  }

  private static void write(Path jar, Map<String, byte[]> files) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }
}

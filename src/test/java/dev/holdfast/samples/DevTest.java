package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} on a real node: an author who edits a file while the service runs. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DevTest {
  private static final String COUNTER =
      """
      package counter;

      import dev.holdfast.sdk.*;

      @Service("counter")
      public record Counter(@Query int value) implements Entity<Counter, Counter.Added> {
        public record Added(int amount) {}

        public Counter() {
          this(0);
        }

        Effect<Integer> add(int amount) {
          return persist(new Added(amount)).reply(Counter::value);
        }

        // more

        @Override
        public Counter apply(Added event) {
          return new Counter(value + event.amount());
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void anEditIsLiveAtOnceTheStateStaysAndAMistakeDoesNoHarm() throws Exception {
    Path source = Files.writeString(folder.resolve("Counter.java"), COUNTER);
    try (Program dev = Program.start("dev", "--port", "0", folder.toString())) {
      String url = dev.url();
      dev.said(Pattern.compile("watching"));
      assertEquals("5\n", call(url, "add", "5"));

      Files.writeString(
          source, COUNTER.replace("// more", "@Query int twice() { return 2 * value; }"));
      dev.said(Pattern.compile("Counter.java changed, reloaded in"));
      assertEquals("10\n", call(url, "twice"));
      assertEquals("6\n", call(url, "add", "1"));

      Files.writeString(source, COUNTER.replace("// more", "@Query int twice() { return 2 * ; }"));
      dev.said(
          Pattern.compile(
              "Counter.java changed, but the old version keeps running\\R.*Counter.java:17",
              Pattern.DOTALL));
      assertEquals("12\n", call(url, "twice"));
    }
    try (Program again = Program.start("dev", "--port", "0", folder.toString())) {
      again.said(Pattern.compile("cannot start|Counter.java:17"));
    }
    Files.writeString(source, COUNTER);
    try (Program again = Program.start("dev", "--port", "0", folder.toString())) {
      assertEquals("6\n", call(again.url(), "value"));
    }
  }

  private static String call(String url, String... words) {
    var args = new java.util.ArrayList<>(java.util.List.of("call", "counter/c1"));
    args.addAll(java.util.List.of(words));
    args.addAll(java.util.List.of("--url", url));
    Program.Ran ran = Program.run(args.toArray(String[]::new));
    assertEquals(0, ran.exitCode(), ran.err());
    return ran.out();
  }
}

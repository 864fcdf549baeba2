package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.node.NodeFailed;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServingTest {
  @TempDir private Path folder = Path.of("");

  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aNodeIsStartedAsTheCommandLineSaysAndDrainedAtTheEnd() throws Exception {
    Path config = Files.writeString(folder.resolve("my.conf"), "");
    Thread server =
        serve(
            "node",
            "--config",
            config.toString(),
            "--port",
            "0",
            "--data",
            "d",
            folder.toString(),
            "--database-url",
            "jdbc:postgresql://db/holdfast",
            "--database-user",
            "me");
    assertEquals(
        new NodeOptions(
                Optional.of(config),
                Optional.of(Path.of("d")),
                OptionalInt.of(0),
                Optional.of("jdbc:postgresql://db/holdfast"),
                Optional.of("me"),
                List.of(folder))
            .toString(),
        next());
    await(() -> errors().contains("its journal holds 2 instances with 1,234 commits"));
    stop(server);
    assertEquals("closed", next());
  }

  @Test
  void aChangedFolderIsReloadedAndAFaultyOneReported() throws Exception {
    Path source = Files.writeString(folder.resolve("Counter.java"), "good");
    Thread server = serve("dev", "--port", "0", folder.toString());
    assertTrue(next().contains("data=Optional[" + folder.resolve(".holdfast") + "]"));
    await(() -> errors().contains("watching"));
    Files.writeString(source, "better");
    assertEquals("reloaded better", next());
    await(() -> errors().contains("Counter.java changed, reloaded in"));
    Files.writeString(source, "bad");
    assertEquals("reloaded bad", next());
    await(() -> errors().contains("the old version keeps running\nCounter.java:1: ';' expected"));
    Path inside = Files.createDirectory(folder.resolve("more"));
    assertEquals("reloaded bad", next());
    Files.writeString(inside.resolve("Extra.java"), "in a folder that is new");
    assertEquals("reloaded bad", next());
    Files.createDirectories(folder.resolve(".holdfast"));
    Files.writeString(folder.resolve(".holdfast/journal.db"), "x");
    Files.writeString(source, "good");
    assertEquals("reloaded good", next());
    stop(server);
    assertEquals("closed", next());
  }

  @Test
  void aNodeThatCannotStartSaysWhyAndFails() {
    Ran ran =
        Ran.with(
            _ -> {
              throw new NodeFailed("port 8080 is taken");
            },
            "",
            "node");
    assertEquals(1, ran.exitCode());
    assertEquals("holdfast: port 8080 is taken\n", ran.err());
  }

  private Thread serve(String... args) {
    return Thread.ofVirtual()
        .start(
            () -> Cli.run(this::start, Ran.terminal("", new ByteArrayOutputStream(), err), args));
  }

  private RunningNode start(NodeOptions options) {
    happened.add(options.toString());
    return new RunningNode() {
      @Override
      public URI url() {
        return URI.create("http://127.0.0.1:1");
      }

      @Override
      public Recovered recovered() {
        return new Recovered(2, 1234);
      }

      @Override
      public void reload(Path changed) {
        String text = read(changed.resolve("Counter.java"));
        happened.add("reloaded " + text);
        if (text.equals("bad")) {
          throw new NodeFailed("Counter.java:1: ';' expected");
        }
      }

      @Override
      public CompletionStage<Void> close() {
        happened.add("closed");
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  private String next() throws InterruptedException {
    return String.valueOf(happened.poll(20, TimeUnit.SECONDS));
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static void stop(Thread server) throws InterruptedException {
    server.interrupt();
    server.join();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited for too long");
      Thread.sleep(5);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

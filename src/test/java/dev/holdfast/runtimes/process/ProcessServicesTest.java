package dev.holdfast.runtimes.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counters of both SDKs, and the death of the processes they run in. */
class ProcessServicesTest {
  @ParameterizedTest
  @ValueSource(strings = {"sdks/node/examples/counter", "sdks/python/examples/counter"})
  void aCounterDecidesFoldsAndOutlivesItsProcess(String folder) throws Exception {
    var settings = ProcessSettings.from(ConfigFactory.load());
    try (var host = new FunctionHost(settings);
        Loaded loaded = ProcessServices.load(Path.of(folder), host)) {
      FunctionRuntime counter = loaded.runtimes().getFirst();
      Decision.Accepted five = accepted(counter, counter.empty(), "5");
      assertEquals("5", five.reply().toString());
      FunctionState recovered = counter.fold(counter.empty(), five.events());
      kill(Path.of(folder).toRealPath().toString());
      assertEquals("7", accepted(counter, recovered, "2").reply().toString());
      assertEquals(five.next().encode(), recovered.encode());
      assertThrows(
          InvalidArgument.class, () -> counter.decide(counter.empty(), invocation("\"two\"")));
    }
  }

  @Test
  void whoWaitsForAProcessThatIsKilledAsItStartsGetsTheNext(@TempDir Path folder) throws Exception {
    // Long enough to be met before it listens.
    Files.writeString(
        folder.resolve("service.py"),
        """
        import time
        from holdfast import Effect, Stateless

        time.sleep(0.5)

        class Greeter(Stateless, name="greeter"):
            def greet(self) -> Effect[str]:
                return self.reply("hello")
        """);
    var settings = ProcessSettings.from(ConfigFactory.load());
    // Not what only tries out whether the program can run.
    String server = "-m holdfast " + folder.toRealPath();
    var killed = new AtomicBoolean();
    Thread killer =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!killed.get() && !Thread.currentThread().isInterrupted()) {
                    killed.set(kill(server) > 0);
                    LockSupport.parkNanos(1_000_000);
                  }
                });
    try (var host = new FunctionHost(settings);
        Loaded loaded = ProcessServices.load(folder, host)) {
      assertEquals("greeter", loaded.runtimes().getFirst().description().service());
    } finally {
      killer.interrupt();
    }
    assertTrue(killed.get());
  }

  private static Decision.Accepted accepted(
      FunctionRuntime counter, FunctionState state, String amount) throws Exception {
    return assertInstanceOf(Decision.Accepted.class, counter.decide(state, invocation(amount)));
  }

  private static Invocation invocation(String argument) {
    Instant now = Instant.parse("2026-01-31T10:00:00Z");
    return new Invocation(
        new EntityId("counter", "c1"),
        "add",
        Json.of(argument),
        0,
        now,
        now.plusSeconds(5),
        Caller.ANONYMOUS,
        (target, handler, _) -> {
          throw new AssertionError("nobody calls " + target + " " + handler);
        });
  }

  private static long kill(String folder) {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(folder))
        .filter(ProcessHandle::destroyForcibly)
        .count();
  }
}

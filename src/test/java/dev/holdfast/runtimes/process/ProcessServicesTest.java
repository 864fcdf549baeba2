package dev.holdfast.runtimes.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.nio.file.Path;
import java.time.Instant;
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

  private static void kill(String folder) {
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(folder))
        .forEach(ProcessHandle::destroyForcibly);
  }
}

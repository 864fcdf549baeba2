package dev.holdfast.runtimes.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import org.junit.jupiter.api.Test;

/** The counter of the SDK for Node.js as a Lambda, behind an emulator that others wrote. */
class EmulatorTest {
  @Test
  void aCounterInLambdaDecidesAnswersAndFolds() throws Exception {
    try (ServerlessOffline emulator = ServerlessOffline.start()) {
      try (Loaded loaded = Given.load(Given.target("shop-dev-counter", emulator.url()), "")) {
        FunctionRuntime counter = loaded.runtimes().getFirst();
        var five =
            assertInstanceOf(
                Decision.Accepted.class,
                counter.decide(counter.empty(), Given.invocation("add", "5")));
        assertEquals("5", five.reply().toString());
        assertEquals(Json.of("{\"value\":5}"), five.next().encode());
        FunctionState recovered = counter.fold(counter.empty(), five.events());
        assertEquals(
            new FunctionRuntime.Answer.Found(Json.of("5")),
            counter.query(recovered, Given.invocation("value", "null")));
        assertThrows(
            InvalidArgument.class,
            () -> counter.decide(counter.empty(), Given.invocation("add", "\"two\"")));
      }
      UnloadableCode broken =
          assertThrows(
              UnloadableCode.class,
              () -> Given.load(Given.target("shop-dev-broken", emulator.url()), ""));
      assertTrue(
          String.valueOf(broken.getMessage()).contains("a defect before any handler"),
          broken::toString);
      UnloadableCode nowhere =
          assertThrows(
              UnloadableCode.class,
              () -> Given.load(Given.target("shop-dev-nowhere", emulator.url()), ""));
      assertTrue(
          String.valueOf(nowhere.getMessage()).contains("Function not found"), nowhere::toString);
    }
  }
}

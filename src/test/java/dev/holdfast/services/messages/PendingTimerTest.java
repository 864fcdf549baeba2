package dev.holdfast.services.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Send;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingTimerTest {
  @Test
  void timersWithOneCallHaveItOnceInMemory() {
    PendingTimer first = timer("1");
    assertSame(first.call(), timer("1").beside(first).call());
  }

  @Test
  void timersWithDifferentArgumentsShareTheRest() {
    PendingTimer first = timer("1");
    PendingTimer second = timer("2");
    PendingTimer beside = second.beside(first);
    assertEquals(second, beside);
    assertSame(first.call().call().target(), beside.call().call().target());
    assertSame(first.call().call().handler(), beside.call().call().handler());
  }

  private static PendingTimer timer(String argument) {
    String handler = String.join("", "ke", "ep");
    var call = new HandlerCall(new EntityId("relay", "r1"), handler, Json.of(argument));
    return new PendingTimer("t" + argument, 1, Instant.EPOCH, new Send(call, Optional.empty()));
  }
}

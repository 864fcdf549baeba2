package dev.holdfast.connectors.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.outflow.Deliveries;
import dev.holdfast.connectors.rabbitmq.Unconfirmed.Confirmed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {
  private final Unconfirmed unconfirmed = new Unconfirmed();

  @Test
  void anAnswerSpeaksForOneMessageOrForAllUpToIt() {
    for (long i = 1; i <= 5; i++) {
      unconfirmed.published(i, Deliveries.of(i));
    }
    assertEquals(List.of("t/17-2-0"), ids(unconfirmed.confirmed(2, false)));
    assertEquals(List.of("t/17-1-0", "t/17-3-0", "t/17-4-0"), ids(unconfirmed.confirmed(4, true)));
    assertEquals(List.of(), ids(unconfirmed.confirmed(4, true)));
    assertTrue(unconfirmed.oldestNanos().isPresent());
    assertEquals(List.of("t/17-5-0"), ids(unconfirmed.confirmed(5, false)));
    assertTrue(unconfirmed.oldestNanos().isEmpty());
  }

  @Test
  void aMessageThatCameBackIsConfirmedAsSuch() {
    unconfirmed.published(1, Deliveries.of(1));
    unconfirmed.published(2, Deliveries.of(2));
    unconfirmed.returned("t/17-2-0", "NO_ROUTE");
    List<Confirmed> both = unconfirmed.confirmed(2, true);
    assertEquals(Optional.empty(), both.getFirst().returned());
    assertEquals(Optional.of("NO_ROUTE"), both.getLast().returned());
  }

  private static List<String> ids(List<Confirmed> confirmed) {
    return confirmed.stream().map(one -> one.delivery().id()).toList();
  }
}

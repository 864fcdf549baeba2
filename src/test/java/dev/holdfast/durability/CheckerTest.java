package dev.holdfast.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.durability.Operation.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckerTest {
  @Test
  void whatWasKeptIsNoBreach() {
    assertEquals(
        List.of(),
        Checker.breaches(
            List.of(
                acknowledged(7, 1),
                acknowledged(8, 2),
                new Operation("a", 9, 3, new Outcome.Unknown()),
                new Operation("a", 10, 1, new Outcome.Unknown()),
                new Operation("a", 11, 1, new Outcome.Refused(429))),
            Map.of("a", List.of(7L, 8L, 10L))));
  }

  @Test
  void aLostNumberIsFound() {
    assertBreach("lost", acknowledged(7, 1), List.of());
  }

  @Test
  void aDoubledNumberIsFoundAlsoWhenItsClientWasNotToldAnything() {
    assertBreach("doubled", acknowledged(7, 1), List.of(7L, 7L));
    assertBreach("doubled", new Operation("a", 7, 2, new Outcome.Unknown()), List.of(7L, 7L));
  }

  @Test
  void aNumberInAnotherPlaceIsFound() {
    assertBreach("moved", acknowledged(7, 2), List.of(7L));
    assertBreach("moved", acknowledged(7, 2), List.of(7L, 8L));
  }

  @Test
  void aRefusedNumberThatIsThereIsFound() {
    assertBreach("refused", new Operation("a", 7, 1, new Outcome.Refused(400)), List.of(7L));
  }

  @Test
  void aNumberFromNowhereIsFound() {
    assertBreach("nobody sent", acknowledged(7, 1), List.of(7L, 99L));
  }

  private static void assertBreach(String word, Operation operation, List<Long> numbers) {
    List<String> breaches = Checker.breaches(List.of(operation), Map.of("a", numbers));
    assertTrue(breaches.stream().anyMatch(breach -> breach.contains(word)), breaches::toString);
  }

  private static Operation acknowledged(long number, int place) {
    return new Operation("a", number, 1, new Outcome.Acknowledged(place));
  }
}

package dev.holdfast.connectors.outflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.connectors.Declared;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Publication;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WindowTest {
  private final Status status = new Status("out", Clock.systemUTC());
  private final List<Delivery> given = new ArrayList<>();
  private final Window window = new Window(2, status.counts(), given::add);

  @Test
  void takesAsManyAsItHoldsAndAnswersEach() {
    CompletionStage<Handover> first = window.take(message(1));
    CompletionStage<Handover> second = window.take(message(2));
    assertEquals(
        new Handover.NotNow("2 messages wait for the broker already"),
        now(window.take(message(3))));
    assertEquals("t/17-1-0", given.getFirst().id());

    window.answer(given.getFirst(), new Handover.Accepted());
    assertEquals(new Handover.Accepted(), now(first));
    assertFalse(second.toCompletableFuture().isDone());
    window.take(message(4));
    assertEquals(3, given.size());
  }

  @Test
  void answersOnceAndCountsOnce() {
    CompletionStage<Handover> first = window.take(message(1));
    window.answer(given.getFirst(), new Handover.Refused("no"));
    window.answer(given.getFirst(), new Handover.Accepted());
    window.close("lost");
    assertEquals(new Handover.Refused("no"), now(first));
    assertEquals(1, status.counts().numbers().refused());
    assertEquals(0, status.counts().numbers().out() + status.counts().numbers().again());
  }

  @Test
  void whatHasNoAnswerWhenItClosesComesAgain() {
    CompletionStage<Handover> first = window.take(message(1));
    window.close("lost");
    assertEquals(new Handover.NotNow("lost"), now(first));
    assertEquals(new Handover.NotNow("lost"), now(window.take(message(2))));
    assertEquals(1, given.size());
  }

  @Test
  void whileItIsShutItKeepsWhatItHas() {
    CompletionStage<Handover> first = window.take(message(1));
    window.shut("memory");
    assertEquals(new Handover.NotNow("memory"), now(window.take(message(2))));
    assertFalse(first.toCompletableFuture().isDone());
    window.open();
    window.take(message(3));
    assertEquals(2, window.unanswered());
  }

  @Test
  void anOutletWithoutAConnectionTellsToComeLaterAndAMessageThatNeverFitsIsRefused() {
    var outlet = new SinkOutlet(Declared.sink("max-bytes = 6"), status, () -> {});
    assertEquals(
        new Handover.NotNow("there is no connection yet"), now(outlet.deliver(message(1))));
    assertEquals(
        new Handover.Refused("8 bytes, more than max-bytes"), now(outlet.deliver(message(1234))));
  }

  @Test
  void messagesWaitForEachOtherAsTheOrderSays() {
    assertEquals("k", line("key"));
    assertEquals("", line("all"));
    assertEquals("17-1-0", line("none"));
  }

  @Test
  void aTemplateIsFilledOnce() {
    var template = new Template("{topic}.{key}.{other}");
    assertEquals(
        "t.{topic}.{other}", template.of(new Publication("t", "{topic}", Json.NULL, Map.of())));
  }

  private String line(String order) {
    return new SinkOutlet(Declared.sink("order = " + order), status, () -> {}).line(message(1));
  }

  private static Handover now(CompletionStage<Handover> answer) {
    return answer.toCompletableFuture().getNow(new Handover.Refused("no answer"));
  }

  private static TopicMessage message(long number) {
    return Deliveries.message(number, "k", Map.of("ab", "cd"));
  }
}

package dev.holdfast.connectors.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.Declared;
import dev.holdfast.connectors.link.Link.Presence;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * A broker and an inlet that do as a script says. The script's next part runs at each turn of the
 * intake, on its thread.
 */
class IntakeTest {
  private static final String QUICK =
      "retry { least = 1ms, most = 1ms }, drain = 1s, prefetch = 4\n";

  private final Status status = new Status("in", Clock.systemUTC());
  private final List<String> log = new ArrayList<>();
  private final List<CompletableFuture<Void>> open = new ArrayList<>();
  private final List<Part> script = new ArrayList<>();
  private Runnable atPause = () -> {};
  private int turns;

  private final Intake<Long> intake = new Intake<>(this::publish, Declared.source(QUICK), status);

  /** What happens at the first turn at which it can. */
  private record Part(BooleanSupplier ready, Runnable does) {}

  private CompletionStage<Void> publish(InboundMessage message) {
    log.add("publish " + message.key() + message.payload());
    var answer = new CompletableFuture<Void>();
    open.add(answer);
    return answer;
  }

  private final class Scripted implements Session<Long>, Presence {
    @Override
    public void turn(int room) {
      log.add("room " + room);
      if (turns < script.size() && script.get(turns).ready().getAsBoolean()) {
        script.get(turns).does().run();
        turns++;
      }
    }

    @Override
    public void accept(Long handle) {
      log.add("accept " + handle);
    }

    @Override
    public void refuse(Incoming<Long> poison, String why) {
      log.add("refuse " + poison.handle());
    }

    @Override
    public void pause() {
      log.add("pause");
      intake.arrived(message(99, "late"));
      atPause.run();
    }

    @Override
    public void finish() {
      log.add("finish");
    }

    @Override
    public void connected() {}

    @Override
    public boolean isStopping() {
      return turns >= script.size();
    }
  }

  private static Incoming<Long> message(long number, String key) {
    byte[] body = Long.toString(number).getBytes(StandardCharsets.UTF_8);
    return new Incoming<>(
        number, Body.wrap(body), Map.of(), Optional.of("m" + number), Optional.of(key));
  }

  private void arrive(long number, String key) {
    intake.arrived(message(number, key));
  }

  private static Part then(Runnable does) {
    return new Part(() -> true, does);
  }

  private Part answer(int publication) {
    return new Part(() -> open.size() > publication, () -> open.get(publication).complete(null));
  }

  private Part fail(int publication, Throwable why) {
    return new Part(
        () -> open.size() > publication, () -> open.get(publication).completeExceptionally(why));
  }

  private static NotPublished notPublished(ProblemCode code) {
    return new NotPublished(code.problem(""));
  }

  private void run(Part... parts) throws Exception {
    script.addAll(List.of(parts));
    var session = new Scripted();
    intake.run(session, session);
  }

  private List<String> log(String... words) {
    return log.stream().filter(line -> List.of(words).contains(line.split(" ", -1)[0])).toList();
  }

  @Test
  void ofEachKeyOneMessageIsOnItsWay() throws Exception {
    run(
        then(
            () -> {
              arrive(1, "a");
              arrive(2, "a");
              arrive(3, "b");
            }),
        then(() -> assertEquals(List.of("publish a1", "publish b3"), log("publish"))),
        answer(1),
        answer(0),
        answer(2));
    assertEquals(
        List.of("publish a1", "publish b3", "accept 3", "accept 1", "publish a2", "accept 2"),
        log("publish", "accept"));
    assertEquals(3, status.counts().numbers().in());
  }

  @Test
  void aMessageThatIsNotTakenHoldsItsKeyAndIsTriedAgain() throws Exception {
    run(
        then(
            () -> {
              arrive(1, "a");
              arrive(2, "a");
              arrive(3, "b");
            }),
        fail(0, notPublished(ProblemCode.OVERLOADED)),
        answer(1),
        fail(2, notPublished(ProblemCode.OUTCOME_UNKNOWN)),
        answer(3),
        answer(4));
    assertEquals(
        List.of(
            "publish a1",
            "publish b3",
            "accept 3",
            "publish a1",
            "publish a1",
            "accept 1",
            "publish a2",
            "accept 2"),
        log("publish", "accept"));
    assertEquals(2, status.counts().numbers().again());
  }

  @Test
  void aBugOfTheInletIsNoReasonToForgetAMessage() throws Exception {
    run(then(() -> arrive(1, "a")), fail(0, new IllegalStateException("bug")), answer(1));
    assertEquals(List.of("publish a1", "publish a1", "accept 1"), log("publish", "accept"));
  }

  @Test
  void whatCanNeverBePublishedIsRefusedAndTheNextOneGoesOn() throws Exception {
    run(
        then(
            () -> {
              arrive(1, "a");
              arrive(2, "a");
              intake.arrived(
                  new Incoming<>(
                      3L, Body.wrap(new byte[0]), Map.of(), Optional.empty(), Optional.of("a")));
            }),
        fail(0, notPublished(ProblemCode.INVALID_ARGUMENT)),
        answer(1));
    assertEquals(
        List.of("publish a1", "refuse 3", "refuse 1", "publish a2", "accept 2"),
        log("publish", "accept", "refuse"));
    assertEquals(2, status.counts().numbers().poison());
    assertTrue(status.failure().orElseThrow().text().contains("poison"));
  }

  @Test
  void noMoreIsHeldThanWasAskedFor() throws Exception {
    run(
        then(
            () -> {
              arrive(1, "a");
              arrive(2, "a");
              arrive(3, "a");
            }),
        answer(0),
        then(() -> {}));
    assertEquals("room 4", log.getFirst());
    assertTrue(log.contains("room 1"));
    assertTrue(log.contains("room 2"));

    var excess =
        assertThrows(
            IOException.class,
            () -> {
              turns = 0;
              script.clear();
              run(
                  then(
                      () -> {
                        for (int i = 10; i < 14; i++) {
                          arrive(i, "b");
                        }
                      }),
                  then(() -> {}));
            });
    assertTrue(String.valueOf(excess.getMessage()).contains("more than was asked for"));
  }

  @Test
  void whatIsOnItsWayWhenItStopsIsAcceptedAndNothingElse() throws Exception {
    atPause =
        () -> {
          answer(0).does().run();
          fail(1, notPublished(ProblemCode.OVERLOADED)).does().run();
        };
    run(
        then(
            () -> {
              arrive(1, "a");
              arrive(2, "a");
              arrive(3, "b");
            }),
        then(() -> {}));
    assertEquals(
        List.of("publish a1", "publish b3", "pause", "accept 1", "finish"),
        log("publish", "accept", "refuse", "pause", "finish"));
  }

  @Test
  void theEndOfTheConnectionEndsIt() {
    var lost =
        assertThrows(
            IOException.class,
            () -> run(then(() -> intake.lost(new IOException("reset"))), then(() -> {})));
    assertEquals("reset", lost.getMessage());
  }
}

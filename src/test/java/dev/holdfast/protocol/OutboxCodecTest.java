package dev.holdfast.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxCodecTest {
  private static final EntityId ANNA = new EntityId("account", "anna");
  private static final EntityId BEN = new EntityId("account", "ben");
  private static final HandlerCall DEPOSIT =
      new HandlerCall(BEN, "deposit", Json.of("{ \"cents\":[10, 1e3] }"));
  private static final HandlerCall REFUND = new HandlerCall(ANNA, "refund", Json.of("10"));
  private static final Problem CLOSED =
      Problem.rejection("account", "closed", 422, "The account is \"closed\".");

  private static final Outbox FULL =
      new Outbox(
          List.of(
              new Send(DEPOSIT, Optional.of(REFUND)),
              new Send(new HandlerCall(BEN, "close", Json.NULL), Optional.empty())),
          List.of(
              new Publication("orders", "o-1", Json.of("[1,[2]]"), Map.of()),
              new Publication("orders", "ö", Json.of("{}"), Map.of("type", "placed", "id", "7"))),
          List.of(
              new TimerChange.Set(
                  "expire",
                  Instant.ofEpochSecond(1_800_000_000L, 5),
                  new Send(REFUND, Optional.empty())),
              new TimerChange.Gone("remind"),
              new TimerChange.Set("retry", Instant.EPOCH, new Send(DEPOSIT, Optional.of(REFUND)))),
          List.of(
              new ParkingChange.Parked(
                  new ParkedMessage(
                      DEPOSIT,
                      Optional.of(REFUND),
                      "",
                      new MessageId(17, 4711, 0),
                      Caller.user("ada", Set.of("admin")),
                      CLOSED,
                      3,
                      true)),
              new ParkingChange.Parked(
                  new ParkedMessage(
                      REFUND,
                      Optional.empty(),
                      "hourly.measure@1",
                      new MessageId(0, 1, 2),
                      Caller.ANONYMOUS,
                      ProblemCode.NOT_READY.at("/cents", "It waits."),
                      0,
                      false)),
              new ParkingChange.Failed(12, CLOSED, true),
              new ParkingChange.Edited(12, Json.of("[{\"a\":1}]")),
              new ParkingChange.Released(12, true),
              new ParkingChange.Released(13, false)));

  /** What stands in {@code golden/journal-2.jsonl}, line by line. */
  private static final List<Commit> RECORDED =
      List.of(
          commit(FULL, Optional.of(Cause.message("hourly.measure@1", new MessageId(3, 9, 1)))),
          commit(
              new Outbox(FULL.sends(), List.of(), List.of(), List.of()),
              Optional.of(Cause.message("", new MessageId(255, 1L << 40, 0)))),
          commit(
              new Outbox(List.of(), FULL.publications(), List.of(), List.of()), Optional.empty()),
          commit(new Outbox(List.of(), List.of(), FULL.timers(), List.of()), Optional.empty()));

  private static Commit commit(Outbox outbox, Optional<Cause> cause) {
    return new Commit(
        cause,
        "transfer",
        List.of(new EventData("Withdrawn", 1, Json.of("{}"))),
        Json.NULL,
        Caller.ANONYMOUS,
        Instant.ofEpochSecond(1_700_000_000L),
        "v1",
        outbox,
        Optional.empty());
  }

  @Test
  void entriesRecordedByFormatTwoAreReadForEverAndWrittenAsTheyWere() {
    List<String> lines = golden();
    assertEquals(RECORDED.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
      assertEquals(RECORDED.get(i), CommitCodec.read(line), lines.get(i));
      assertEquals(
          lines.get(i), new String(CommitCodec.write(RECORDED.get(i)), StandardCharsets.UTF_8));
    }
  }

  @Test
  void elementsThatAreNotKnownAreSkipped() {
    String written = new String(CommitCodec.write(RECORDED.getFirst()), StandardCharsets.UTF_8);
    String later =
        written
            .replace("\"m\":{\"s\":", "\"m\":{\"z\":[[1],{}],\"s\":")
            .replace("[\"remind\"]", "[\"remind\",{\"x\":[]},3]")
            .replace(
                "\"refund\",10],[\"account/ben\",\"close\"",
                "\"refund\",10,[7],{}],[\"account/ben\",\"close\"")
            .replace("[\"d\",12]", "[\"d\",12,{\"by\":\"ada\"}]");
    assertEquals(RECORDED.getFirst(), CommitCodec.read(later.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aCauseTellsTheLaneAndTheMessage() {
    Cause cause = Cause.message("hourly.measure@1", new MessageId(3, 9, 1));
    assertEquals("hourly.measure@1", cause.lane());
    assertEquals(new MessageId(3, 9, 1), cause.messageId());
    assertEquals("", Cause.message("", new MessageId(3, 9, 1)).lane());
    assertThrows(IllegalArgumentException.class, () -> MessageId.parse("3-9"));
  }

  private static List<String> golden() {
    try (InputStream in = OutboxCodecTest.class.getResourceAsStream("/golden/journal-2.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

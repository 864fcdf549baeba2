package dev.holdfast.services.hosting;

import static dev.holdfast.services.hosting.EntityCoreTest.ONCE;
import static dev.holdfast.services.hosting.EntityCoreTest.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.CommitCodec;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.Call;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.messages.MessageRules;
import dev.holdfast.services.routing.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Commands that have a key and travel between nodes: at a hot instance a key leaves the dedup
 * window sooner than the last copy of its request arrives, so they are known by their number, too.
 */
class TrackedKeysTest {
  private static final EntityId ID = new EntityId("counter", "c1");
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final CounterRuntime runtime = new CounterRuntime("counter", "v1");
  private final EntityCore core =
      new EntityCore(
          ID,
          runtime,
          new Inbox.Window(3, Duration.ofHours(1), 4),
          new MessageRules(0, 10),
          "here");
  private final List<Commit> journal = new ArrayList<>();
  private EntityState state = core.empty();

  private static Attempt tracked(long number) {
    return new Attempt(new RequestId(1, 100 + number), number, 1, true);
  }

  private void add(String amount, String key, Attempt attempt) throws Exception {
    Call call = call("add", amount, key);
    var admitted =
        assertInstanceOf(EntityCore.Admission.New.class, core.admit(state, call, attempt));
    var decision = runtime.decide(state.function(), EntityCoreTest.invocation(call, state, NOON));
    var write =
        assertInstanceOf(
            EntityCore.Conclusion.Write.class,
            core.conclude(state, call, admitted.cause(), decision, NOON));
    // As the journal has it.
    journal.add(CommitCodec.read(CommitCodec.write(write.commit())));
    state = write.next();
  }

  /** So many that no earlier key is left in the window. */
  private void othersPass() throws Exception {
    for (int i = 0; i < 3; i++) {
      add("1", "other" + state.sequence(), ONCE);
    }
  }

  private EntityState replayed() throws Exception {
    EntityState replayed = core.empty();
    for (int i = 0; i < journal.size(); i++) {
      replayed = core.replay(replayed, journal.get(i), i + 1);
    }
    return replayed;
  }

  private EntityState restored() {
    var codec = new SnapshotCodec(runtime, core);
    return codec.fromJournal(codec.encode(state, 1));
  }

  private void assertKnown(String reply, EntityState at, Call call, Attempt attempt) {
    var known = assertInstanceOf(EntityCore.Admission.Known.class, core.admit(at, call, attempt));
    assertEquals(reply, known.entry().reply().toString());
  }

  private void assertUnknown(EntityState at, Call call, Attempt attempt) {
    var refused =
        assertInstanceOf(EntityCore.Admission.Refused.class, core.admit(at, call, attempt));
    assertEquals("outcome-unknown", refused.outcome().problem().code());
  }

  @Test
  void aCopyIsKnownByItsNumberOnceItsKeyHasLeftTheWindow() throws Exception {
    add("5", "k1", tracked(7));
    othersPass();
    assertKnown("5", state, call("add", "5", "k1"), tracked(7));
  }

  @Test
  void itIsStillKnownAfterReplayAndFromASnapshot() throws Exception {
    add("5", "k1", tracked(7));
    othersPass();
    assertKnown("5", replayed(), call("add", "5", "k1"), tracked(7));
    assertKnown("5", restored(), call("add", "5", "k1"), tracked(7));
  }

  @Test
  void whatIsKnownByNumberOnlyDoesNotTakeThePlaceOfAKeyWhenASnapshotIsRead() throws Exception {
    add("5", "k1", tracked(7));
    othersPass();
    EntityState restored = restored();
    assertInstanceOf(
        EntityCore.Admission.New.class, core.admit(restored, call("add", "5", "k1"), ONCE));
    for (long sequence = 1; sequence <= 3; sequence++) {
      assertInstanceOf(
          EntityCore.Admission.Known.class,
          core.admit(restored, call("add", "1", "other" + sequence), ONCE));
    }
  }

  @Test
  void whereTheNumberHadToBeForgottenTheKeyTellsOrNobodyKnows() throws Exception {
    for (int number = 7; number < 12; number++) {
      add("1", "k" + number, tracked(number));
    }
    assertUnknown(state, call("add", "1", "k7"), tracked(7));
    assertUnknown(state, call("add", "1", "new"), tracked(6));
    assertKnown("5", state, call("add", "1", "k11"), tracked(6));
  }

  @Test
  void thatItHadToBeForgottenIsInTheSnapshot() throws Exception {
    for (int number = 7; number < 12; number++) {
      add("1", "", tracked(number));
    }
    assertUnknown(state, call("add", "1", ""), tracked(7));
    assertUnknown(replayed(), call("add", "1", ""), tracked(7));
    assertUnknown(restored(), call("add", "1", ""), tracked(7));
  }

  @Test
  void whatCanComeOnlyOnceCostsNoBytes() throws Exception {
    add("5", "k1", ONCE);
    int direct = CommitCodec.write(journal.getFirst()).length;
    add("5", "k2", tracked(7));
    int crossed = CommitCodec.write(journal.getLast()).length;
    assertEquals(",\"0000000000000001-7\"".length() + 1, crossed - direct, "10 is the reply");
  }
}

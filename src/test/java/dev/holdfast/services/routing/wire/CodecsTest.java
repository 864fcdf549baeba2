package dev.holdfast.services.routing.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.ParcelAddress;
import dev.holdfast.services.routing.ReplyPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CodecsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final EntityId TARGET = new EntityId("counter", "ümläut / c1".replace("/", "-"));

  private final ActorSystem<NodeReply> system =
      ActorSystem.create(Behaviors.ignore(), "codecs", ConfigFactory.load());
  private final ActorAddresses addresses = new ActorAddresses(system);
  private final RequestCodec requests = new RequestCodec(addresses, InstantSource.fixed(NOON));
  private final ReplyCodec replies = new ReplyCodec(addresses);

  @AfterEach
  void stop() {
    system.terminate();
  }

  private ReplyPath from(long left) {
    ActorRef<NodeReply> back = system;
    var attempt = new Attempt(new RequestId(0xc0ffee, 12), 9, 4, true);
    return new RemoteReply(attempt, back, System.nanoTime() + left);
  }

  private static Call call(Instant deadline) {
    return new Call(
        TARGET,
        "add",
        Json.of("{\"amount\":5}"),
        Caller.user("ada", Set.of("admin", "ops")),
        Optional.of("key-1"),
        OptionalLong.of(41),
        true,
        deadline,
        List.of(new EntityId("cart", "7")),
        Origin.Asked.ASKED);
  }

  @Test
  void aCallKeepsEverythingAndItsDeadlineGoesAsWhatIsLeftOfIt() {
    long left = Duration.ofSeconds(7).toNanos();
    var sent = new EntityMessage.Command(call(Instant.EPOCH), from(left));
    var read = assertInstanceOf(EntityMessage.Command.class, requests.read(requests.write(sent)));
    assertEquals(call(read.call().deadline()), read.call());
    Duration off = Duration.between(NOON.plusSeconds(7), read.call().deadline()).abs();
    assertTrue(off.compareTo(Duration.ofSeconds(1)) < 0, "the deadline moved by " + off);
    assertEquals(sent.replyTo().attempt(), read.replyTo().attempt());
    assertEquals(
        sent.replyTo().returnAddress().replies(), read.replyTo().returnAddress().replies());
    assertTrue(read.replyTo().isWaiting());
  }

  @Test
  void aCallWithoutKeySequenceOrRolesKeepsThatToo() {
    var plain =
        new Call(
            TARGET,
            "get",
            Json.NULL,
            Caller.ANONYMOUS,
            Optional.empty(),
            OptionalLong.empty(),
            false,
            NOON,
            List.of(),
            Origin.Asked.ASKED);
    var read =
        assertInstanceOf(
            EntityMessage.Query.class,
            requests.read(requests.write(new EntityMessage.Query(plain, from(0)))));
    assertEquals(plain, read.call().withDeadline(NOON));
  }

  @Test
  void everyKindOfRequestComesBackAsItself() {
    assertEquals(
        TARGET, requests.read(requests.write(new EntityMessage.Inspect(TARGET, from(1)))).target());
    var recall =
        assertInstanceOf(
            EntityMessage.Recall.class,
            requests.read(requests.write(new EntityMessage.Recall(TARGET, "k", from(1)))));
    assertEquals("k", recall.idempotencyKey());
    var examine = new EntityMessage.Examine(TARGET, 12, from(1));
    var examined =
        assertInstanceOf(EntityMessage.Examine.class, requests.read(requests.write(examine)));
    assertEquals(12, examined.number());
    assertEquals(TARGET, examined.target());
    var rest = new ParcelAddress(system.unsafeUpcast(), 3, 1 << 20);
    var oversized =
        assertInstanceOf(
            EntityMessage.Oversized.class,
            requests.read(requests.write(new EntityMessage.Oversized(TARGET, from(1), rest))));
    assertEquals(rest, oversized.rest());
  }

  @Test
  void aRepairKeepsWhatIsToBeDoneAndWhoAsksForIt() {
    for (Origin.Repair.Action action :
        List.of(
            new Origin.Repair.Action.Retry(),
            new Origin.Repair.Action.Edit(Json.of("[1]")),
            new Origin.Repair.Action.Skip())) {
      var origin = new Origin.Repair(9, action, Caller.user("ada", Set.of("ops")));
      var call = Call.of(new HandlerCall(TARGET, "", Json.NULL), Caller.OPERATOR, NOON, origin);
      var read =
          assertInstanceOf(
              EntityMessage.Command.class,
              requests.read(requests.write(new EntityMessage.Command(call, from(0)))));
      assertEquals(origin, read.call().origin());
    }
  }

  @Test
  void everyOutcomeComesBackAsItself() {
    List<Outcome> outcomes =
        List.of(
            new Outcome.Replied(Json.of("5"), 7, 3, 99, true, "v1", "a:1"),
            new Outcome.Answered(Json.of("[1,2]"), 7, "v1", "a:1"),
            new Outcome.Inspected(Json.of("{}"), 7, NOON, "v1", "a:1"),
            new Outcome.Refused(ProblemCode.INVALID_ARGUMENT.at("/a/b", "ünfit"), 3));
    for (Outcome outcome : outcomes) {
      var reply = new NodeReply.Answered(5, outcome);
      assertEquals(reply, replies.read(replies.write(reply)));
    }
    var again = new NodeReply.Again(5, "it moved");
    assertEquals(again, replies.read(replies.write(again)));
    var inDoubt = new NodeReply.InDoubt(5, "it stopped");
    assertEquals(inDoubt, replies.read(replies.write(inDoubt)));
  }

  @Test
  void whatIsDamagedIsRefused() {
    byte[] bytes = requests.write(new EntityMessage.Inspect(TARGET, from(1)));
    byte[] kind = bytes.clone();
    kind[0] = 99;
    assertThrows(IllegalArgumentException.class, () -> requests.read(kind));
    byte[] length = bytes.clone();
    length[1] = 0x7f;
    assertThrows(RuntimeException.class, () -> requests.read(length));
  }

  @Test
  void aParcelIsHandedOutInPartsAndGivenUpWithTheLast() {
    var store = new ParcelStore(10);
    long id = store.put(new byte[] {1, 2, 3, 4, 5}, Long.MAX_VALUE).orElseThrow().id();
    assertArrayEquals(new byte[] {1, 2}, store.part(id, 0, 2).orElseThrow().toArray());
    assertTrue(store.put(new byte[6], Long.MAX_VALUE).isEmpty(), "there is no room");
    assertArrayEquals(new byte[] {3, 4, 5}, store.part(id, 2, 9).orElseThrow().toArray());
    assertEquals(0, store.bytes());
    assertTrue(store.part(id, 0, 2).isEmpty());
  }

  @Test
  void aParcelThatNobodyFetchesIsDropped() {
    var store = new ParcelStore(10);
    long now = System.nanoTime();
    long id = store.put(new byte[5], now + 100).orElseThrow().id();
    store.dropOld(now + 99);
    assertEquals(5, store.bytes());
    store.dropOld(now + 101);
    assertEquals(0, store.bytes());
    assertTrue(store.part(id, 0, 2).isEmpty());
  }
}

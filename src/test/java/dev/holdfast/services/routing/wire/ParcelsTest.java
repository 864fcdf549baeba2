package dev.holdfast.services.routing.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.ParcelAddress;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParcelsTest {
  private static final EntityId TARGET = new EntityId("counter", "c1");
  private static final String LONG = "k".repeat(300_000);

  private final ActorSystem<NodeReply> system =
      ActorSystem.create(
          Behaviors.ignore(),
          "parcels",
          ConfigFactory.parseString("holdfast.services.parcel-bytes = 1M")
              .withFallback(ConfigFactory.load()));
  private final NodeSerializer serializer =
      new NodeSerializer((ExtendedActorSystem) Adapter.toClassic(system));
  private final RequestCodec requests =
      new RequestCodec(new ActorAddresses(system), Clock.systemUTC());

  @AfterEach
  void stop() {
    system.terminate();
  }

  private EntityMessage.Request copy(long number, long floor, Duration left) {
    var attempt = new Attempt(new RequestId(7, number), number, floor, true);
    var back = new RemoteReply(attempt, system, System.nanoTime() + left.toNanos());
    return new EntityMessage.Recall(TARGET, LONG, back);
  }

  private ParcelAddress send(EntityMessage.Request request) {
    var sent = requests.read(serializer.toBinary(request));
    return assertInstanceOf(EntityMessage.Oversized.class, sent).rest();
  }

  @Test
  void allCopiesOfARequestShareOneParcelUntilItIsAnswered() throws Exception {
    Parcels parcels = Parcels.of(system);
    ParcelAddress first = send(copy(1, 1, Duration.ofMinutes(1)));
    long one = parcels.bytes();
    for (int i = 0; i < 20; i++) {
      assertEquals(first, send(copy(1, 1, Duration.ofMinutes(1))));
    }
    assertEquals(one, parcels.bytes());
    int fetched = parcels.fetch(first).toCompletableFuture().get().length;
    assertEquals(first.length(), fetched);
    assertEquals(one, parcels.bytes(), "a copy may be on its way to another node");
    parcels.answered(new RequestId(7, 1));
    assertEquals(0, parcels.bytes());
  }

  @Test
  void aRequestThatIsSentTooLateIsNotKept() {
    send(copy(1, 1, Duration.ZERO));
    assertEquals(0, Parcels.of(system).bytes());
  }

  @Test
  void longRequestsLeaveRoomForLongOutcomes() {
    for (int number = 1; number <= 3; number++) {
      send(copy(number, 1, Duration.ofMinutes(1)));
    }
    var outcome = new Outcome.Answered(Json.of("\"" + LONG + "\""), 7, "v1", "here");
    byte[] reply = serializer.toBinary(new NodeReply.Answered(5, outcome));
    assertTrue(reply.length < 1_000);
    assertInstanceOf(NodeReply.Oversized.class, serializer.fromBinary(reply, "r"));
  }

  @Test
  void aCopyCountsAsItCameNotAsTheFirstWasKept() throws Exception {
    ParcelAddress kept = send(copy(9, 2, Duration.ofMinutes(1)));
    byte[] bytes = Parcels.of(system).fetch(kept).toCompletableFuture().get();
    var later = copy(9, 8, Duration.ofSeconds(3)).replyTo();
    var read = requests.read(bytes, later);
    assertEquals(LONG, assertInstanceOf(EntityMessage.Recall.class, read).idempotencyKey());
    assertEquals(8, read.replyTo().attempt().floor());
  }
}

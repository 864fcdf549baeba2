package dev.holdfast.services.routing.wire;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.Call;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.ParcelAddress;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A request as it goes from node to node. Times go as what is left of them, because clocks differ.
 *
 * <p>Invariant: a request read here is tracked, whatever it was where it came from.
 *
 * <pre>
 *   kind · reply address · origin, id, number, floor · nanoseconds left · what the kind needs
 * </pre>
 */
final class RequestCodec {
  private static final int COMMAND = 1;
  private static final int QUERY = 2;
  private static final int INSPECT = 3;
  private static final int RECALL = 4;
  private static final int OVERSIZED = 5;
  private static final int EXAMINE = 6;

  private final ActorAddresses addresses;
  private final InstantSource clock;

  RequestCodec(ActorAddresses addresses, InstantSource clock) {
    this.addresses = addresses;
    this.clock = clock;
  }

  byte[] write(EntityMessage.Request request) {
    ReturnAddress back = request.replyTo().returnAddress();
    Attempt attempt = back.attempt();
    var out = new WireWriter();
    out.small(kind(request)).text(addresses.text(back.replies()));
    out.number(attempt.id().origin()).number(attempt.id().number());
    out.number(attempt.number()).number(attempt.floor());
    out.number(back.deadline() - System.nanoTime());
    switch (request) {
      case EntityMessage.Command(Call call, ReplyPath _) -> writeCall(out, call);
      case EntityMessage.Query(Call call, ReplyPath _) -> writeCall(out, call);
      case EntityMessage.Inspect(EntityId target, ReplyPath _) -> out.text(target.key());
      case EntityMessage.Recall(EntityId target, String key, ReplyPath _) ->
          out.text(target.key()).text(key);
      case EntityMessage.Examine(EntityId target, long number, ReplyPath _) ->
          out.text(target.key()).number(number);
      case EntityMessage.Oversized(EntityId target, ReplyPath _, ParcelAddress rest) ->
          ParcelCodec.writeAddress(out.text(target.key()), rest, addresses);
    }
    return out.toBytes();
  }

  EntityMessage.Request read(byte[] bytes) {
    var in = new WireReader(bytes);
    int kind = in.small();
    return read(kind, in, readBack(in));
  }

  /**
   * One that was kept: all its copies share it, so how this one came counts, not how it was kept.
   */
  EntityMessage.Request read(byte[] bytes, ReplyPath back) {
    var in = new WireReader(bytes);
    int kind = in.small();
    readBack(in);
    return read(kind, in, back);
  }

  private ReplyPath readBack(WireReader in) {
    ActorRef<NodeReply> replies = addresses.actor(in.text());
    var id = new RequestId(in.number(), in.number());
    var attempt = new Attempt(id, in.number(), in.number(), true);
    return new RemoteReply(attempt, replies, System.nanoTime() + in.number());
  }

  private EntityMessage.Request read(int kind, WireReader in, ReplyPath back) {
    long left = back.returnAddress().deadline() - System.nanoTime();
    return switch (kind) {
      case COMMAND -> new EntityMessage.Command(readCall(in, left), back);
      case QUERY -> new EntityMessage.Query(readCall(in, left), back);
      case INSPECT -> new EntityMessage.Inspect(EntityId.parse(in.text()), back);
      case RECALL -> new EntityMessage.Recall(EntityId.parse(in.text()), in.text(), back);
      case EXAMINE -> new EntityMessage.Examine(EntityId.parse(in.text()), in.number(), back);
      case OVERSIZED ->
          new EntityMessage.Oversized(
              EntityId.parse(in.text()), back, ParcelCodec.readAddress(in, addresses));
      default -> throw new IllegalArgumentException("Not a kind of request: " + kind);
    };
  }

  private static int kind(EntityMessage.Request request) {
    return switch (request) {
      case EntityMessage.Command _ -> COMMAND;
      case EntityMessage.Query _ -> QUERY;
      case EntityMessage.Inspect _ -> INSPECT;
      case EntityMessage.Recall _ -> RECALL;
      case EntityMessage.Examine _ -> EXAMINE;
      case EntityMessage.Oversized _ -> OVERSIZED;
    };
  }

  private void writeCall(WireWriter out, Call call) {
    out.text(call.target().key()).text(call.handler()).json(call.argument());
    OriginCodec.write(out, call.caller());
    out.flag(call.idempotencyKey().isPresent());
    call.idempotencyKey().ifPresent(out::text);
    out.flag(call.expectedSequence().isPresent());
    call.expectedSequence().ifPresent(out::number);
    out.flag(call.strong());
    out.count(call.chain().size());
    call.chain().forEach(id -> out.text(id.key()));
    OriginCodec.write(out, call.origin());
  }

  private Call readCall(WireReader in, long left) {
    EntityId target = EntityId.parse(in.text());
    String handler = in.text();
    var argument = in.json();
    Caller caller = OriginCodec.readCaller(in);
    Optional<String> key = in.flag() ? Optional.of(in.text()) : Optional.empty();
    OptionalLong expected = in.flag() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    boolean strong = in.flag();
    List<EntityId> chain = new ArrayList<>();
    for (int count = in.count(); count > 0; count--) {
      chain.add(EntityId.parse(in.text()));
    }
    return new Call(
        target,
        handler,
        argument,
        caller,
        key,
        expected,
        strong,
        clock.instant().plus(Duration.ofNanos(left)),
        chain,
        OriginCodec.read(in));
  }
}

package dev.holdfast.services;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call of one handler on its way to an instance.
 *
 * @param expectedSequence refuse with {@code sequence-conflict} unless the instance is here
 * @param strong for queries: prove that no other node has taken the instance over
 * @param chain the instances whose handlers wait for this call, outermost first
 * @param origin what made it
 */
public record Call(
    EntityId target,
    String handler,
    Json argument,
    Caller caller,
    Optional<String> idempotencyKey,
    OptionalLong expectedSequence,
    boolean strong,
    Instant deadline,
    List<EntityId> chain,
    Origin origin) {
  public Call {
    chain = List.copyOf(chain);
  }

  /** A call that the platform makes; nobody else can make one of this origin. */
  public static Call of(HandlerCall call, Caller caller, Instant deadline, Origin origin) {
    return new Call(
        call.target(),
        call.handler(),
        call.argument(),
        caller,
        Optional.empty(),
        OptionalLong.empty(),
        false,
        deadline,
        List.of(),
        origin);
  }

  /** FNV-1a over handler and argument: tells an honest mistake, not an attack. */
  public long digest() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < handler.length(); i++) {
      hash = (hash ^ handler.charAt(i)) * 0x100000001b3L;
    }
    for (byte b : argument.utf8()) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The same call with another deadline. */
  public Call withDeadline(Instant other) {
    return new Call(
        target,
        handler,
        argument,
        caller,
        idempotencyKey,
        expectedSequence,
        strong,
        other,
        chain,
        origin);
  }

  /** The same call of what its origin stands for: the handler of a timer, of a parked message. */
  public Call instead(HandlerCall other, Caller by) {
    return new Call(
        target,
        other.handler(),
        other.argument(),
        by,
        idempotencyKey,
        expectedSequence,
        strong,
        deadline,
        chain,
        origin);
  }

  /** The same however often it is tried; absent where only the request's number is. */
  public Optional<String> stableKey() {
    return switch (origin) {
      case Origin.Asked _, Origin.Repair _ -> idempotencyKey;
      case Origin.Delivered delivered ->
          Optional.of(Cause.message(delivered.lane(), delivered.id()).key());
      case Origin.TimerDue timer -> Optional.of("timer " + timer.name() + "#" + timer.sequence());
    };
  }
}

package dev.holdfast.services;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
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
    List<EntityId> chain) {
  public Call {
    chain = List.copyOf(chain);
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
        target, handler, argument, caller, idempotencyKey, expectedSequence, strong, other, chain);
  }
}

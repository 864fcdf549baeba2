package dev.holdfast.runtimes;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import java.time.Instant;

/**
 * One call of one handler, with all that it may know.
 *
 * @param sequence the entity's sequence number before this call
 * @param now the platform's time for this decision
 * @param deadline when the caller stops waiting
 * @param calls how the handler may call other services while it decides
 */
public record Invocation(
    EntityId id,
    String handler,
    Json argument,
    long sequence,
    Instant now,
    Instant deadline,
    Caller caller,
    Calls calls) {}

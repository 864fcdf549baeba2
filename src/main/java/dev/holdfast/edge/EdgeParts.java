package dev.holdfast.edge;

import dev.holdfast.deployments.DeploymentAccess;
import dev.holdfast.messaging.ConnectorAccess;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.MessagingOperations;
import dev.holdfast.messaging.TopicReads;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.Services;
import dev.holdfast.services.history.History;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the edge is given to work with.
 *
 * @param notReady why the node should get no traffic yet; empty when it should
 * @param cluster the answer to {@code GET /v1/cluster}; may wait for the database
 * @param random unpredictable numbers, for ids that the edge makes
 */
public record EdgeParts(
    Services services,
    History history,
    PrometheusMeterRegistry metrics,
    Supplier<Optional<String>> notReady,
    Supplier<Json> cluster,
    InstantSource clock,
    LongSupplier random,
    Topics topics,
    MessagingOperations operations,
    DeploymentAccess deployments) {

  /** The way of messages into topics, what is read of them, and what carries them further. */
  public record Topics(Inlet inlet, TopicReads reads, ConnectorAccess connectors) {}
}

package dev.holdfast.connectors;

import java.time.Instant;
import java.util.Optional;

/**
 * How a connector is doing, as an operator sees it.
 *
 * @param type rabbitmq, redis, kafka or webhook
 * @param direction source or sink
 * @param failure the last one, also when all is well again
 */
public record ConnectorState(
    String name,
    String type,
    String direction,
    String topic,
    Phase phase,
    Numbers numbers,
    Optional<Failure> failure) {

  /** Whether there is a connection. */
  public sealed interface Phase {
    Instant since();

    /** Messages flow. */
    record Running(Instant since) implements Phase {}

    /**
     * There is no connection, or none that takes anything.
     *
     * @param error why not; empty at the first try
     */
    record Connecting(Instant since, String error) implements Phase {}

    /**
     * It cannot run on this node as it was declared.
     *
     * @param error what is wrong with it
     */
    record Failed(Instant since, String error) implements Phase {}

    /** Nobody wants it to run here. */
    record Stopped(Instant since) implements Phase {}
  }

  /** Something that went wrong. */
  public record Failure(Instant at, String text) {}

  /**
   * Counts since the node started.
   *
   * @param in messages that a source brought into its topic
   * @param out messages that the broker of a sink accepted
   * @param refused messages that a sink's broker refused
   * @param poison messages of a broker that can never be published
   * @param again tries that failed and were, or will be, made again
   * @param connections that were made
   */
  public record Numbers(
      long in, long out, long refused, long poison, long again, long connections) {}
}

package dev.holdfast.messaging;

import java.util.concurrent.CompletionStage;

/**
 * The way of messages out of a topic: to a broker or a webhook. Each message is handed over until
 * it is accepted, so it may come again; its id stays the same.
 */
public interface Outlet extends AutoCloseable {
  /** Messages with the same line are handed over one after the other, others side by side. */
  String line(TopicMessage message);

  /** Hands a message over; the stage completes normally with what became of it. */
  CompletionStage<Handover> deliver(TopicMessage message);

  @Override
  void close();

  /** What became of a message. */
  sealed interface Handover {
    /** The other side has it, durably where it can. */
    record Accepted() implements Handover {}

    /** The other side cannot be reached or is busy: the same message again later. */
    record NotNow(String why) implements Handover {}

    /** The other side refuses this message: after a few tries it is parked. */
    record Refused(String why) implements Handover {}
  }
}

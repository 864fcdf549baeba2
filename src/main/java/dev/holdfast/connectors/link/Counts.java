package dev.holdfast.connectors.link;

import dev.holdfast.connectors.ConnectorState.Numbers;
import java.util.concurrent.atomic.LongAdder;

/** What a connector has done since the node started. */
public record Counts(
    LongAdder in,
    LongAdder out,
    LongAdder refused,
    LongAdder poison,
    LongAdder again,
    LongAdder connections) {
  Counts() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }

  public Numbers numbers() {
    return new Numbers(
        in.sum(), out.sum(), refused.sum(), poison.sum(), again.sum(), connections.sum());
  }
}

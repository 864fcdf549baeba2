package dev.holdfast.services.routing.wire;

import java.time.InstantSource;
import org.apache.pekko.actor.setup.Setup;

/** The clock of a node, handed to the actor system, where the serializer finds it. */
public final class WireClock extends Setup {
  private final InstantSource clock;

  public WireClock(InstantSource clock) {
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }
}

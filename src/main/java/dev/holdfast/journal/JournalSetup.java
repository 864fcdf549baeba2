package dev.holdfast.journal;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;

/** Hands the open journal to an actor system, where Pekko's plugins find it. */
public final class JournalSetup extends Setup {
  private final Journal journal;

  public JournalSetup(Journal journal) {
    this.journal = journal;
  }

  /** The journal an actor system was started with. */
  public static Journal of(ActorSystem system) {
    return system
        .settings()
        .setup()
        .get(JournalSetup.class)
        .map(setup -> setup.journal)
        .orElseThrow(() -> new IllegalStateException("Start the actor system with a JournalSetup"));
  }
}

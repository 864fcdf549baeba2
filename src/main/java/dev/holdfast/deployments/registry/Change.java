package dev.holdfast.deployments.registry;

import java.time.Instant;

/** What happened to a deployment: the events of its journal. */
public sealed interface Change {
  /** A version is known; nothing runs it yet. */
  record VersionAdded(Version version) implements Change {}

  /** The replay gate refused code, which therefore got no number. */
  record GateRefused(String id, String report, String by, Instant at) implements Change {}

  /** So many instances run it, in hundredths of a percent. */
  record ShareSet(int number, int share, String by, Instant at) implements Change {}

  /** All instances run it. */
  record Promoted(int number, String by, Instant at) implements Change {}

  /** All instances run it again. */
  record RolledBack(int number, int from, String why, String by, Instant at) implements Change {}

  /** Nothing of it runs any more; its instances keep their journals. */
  record Removed(String by, Instant at) implements Change {}
}

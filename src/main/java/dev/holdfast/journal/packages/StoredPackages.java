package dev.holdfast.journal.packages;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The packages in the journal's database, the same for all nodes; blocks on the database.
 *
 * <p>Invariant: what is listed or found is whole and never changes; a package that was put partly,
 * because its node died, is not there, and putting it again completes it.
 */
public interface StoredPackages {
  /**
   * Keeps a package. Of one that is there already it only moves the time, so that nobody deletes it
   * as unused in the meantime, and takes a signature that it did not have.
   *
   * @return whether it is new
   */
  boolean put(StoredPackage description, byte[] content);

  Optional<StoredPackage> find(String digest);

  /** Its bytes as they were put. */
  Optional<byte[]> content(String digest);

  /** All, in the order of their digests. */
  List<StoredPackage> list();

  /**
   * Deletes what was last put before the time and is not used.
   *
   * @return how many
   */
  int deleteUnused(Collection<String> used, Instant before);
}

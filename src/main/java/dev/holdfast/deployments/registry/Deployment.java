package dev.holdfast.deployments.registry;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A deployment as its events have made it: its versions, and which of them run.
 *
 * <p>Invariant: what runs is among the versions. A version keeps its number for ever; those that
 * were not deployed for longest are forgotten once there are too many.
 *
 * @param versions in the order in which they were deployed last
 * @param stable the number of the one that all others run; 0 when none does
 * @param canary the number of the one that some try; 0 when there is none
 * @param share how many try it, in hundredths of a percent
 * @param before what was stable before, the latest last; what a rollback goes back to
 * @param next the number that the next version gets
 * @param since when what runs was last switched
 * @param removed whether nothing is to run, after something did
 * @param notes what was done, the latest last
 */
public record Deployment(
    List<Version> versions,
    int stable,
    int canary,
    int share,
    List<Integer> before,
    int next,
    Instant since,
    boolean removed,
    List<Note> notes) {
  public static final Deployment NONE =
      new Deployment(List.of(), 0, 0, 0, List.of(), 1, Instant.EPOCH, false, List.of());

  /** Versions that are remembered; packages of others may be deleted. */
  static final int MOST_VERSIONS = 100;

  private static final int MOST_NOTES = 20;

  /** One line of what was done. */
  public record Note(String text, String by, Instant at) {}

  public Deployment {
    versions = List.copyOf(versions);
    before = List.copyOf(before);
    notes = List.copyOf(notes);
  }

  public Optional<Version> version(int number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /** The version with the same code that is reached in the same way. */
  Optional<Version> like(Version one) {
    return versions.stream()
        .filter(version -> version.id().equals(one.id()) && version.source().equals(one.source()))
        .findFirst();
  }

  /** Those that instances run: the one that some try first. */
  public List<Version> running() {
    var running = new ArrayList<Version>();
    version(canary).ifPresent(running::add);
    version(stable).ifPresent(running::add);
    return running;
  }

  /**
   * Those that every node keeps loaded: what runs, what would run after a rollback, and the newest,
   * which is loaded everywhere before anybody runs it.
   */
  public Set<Integer> wanted() {
    var wanted = new TreeSet<Integer>();
    if (removed) {
      return wanted;
    }
    running().forEach(version -> wanted.add(version.number()));
    rollsBackTo().ifPresent(version -> wanted.add(version.number()));
    if (!versions.isEmpty()) {
      wanted.add(versions.getLast().number());
    }
    return wanted;
  }

  /** The number of the one that was deployed last; 0 when none was. */
  public int newest() {
    return versions.isEmpty() ? 0 : versions.getLast().number();
  }

  /** Whether instances of a service run one of its versions. */
  public boolean serves(String service) {
    return running().stream().anyMatch(version -> version.services().contains(service));
  }

  /** The content address of the version that an instance is to run. */
  public Optional<String> wantedOf(EntityId id) {
    for (Version version : running()) {
      boolean tried = version.number() == canary;
      if (version.services().contains(id.service()) && (!tried || Rollout.tries(id, share))) {
        return Optional.of(version.id());
      }
    }
    return Optional.empty();
  }

  /** What a rollback without a number goes to: ends a try, else the stable one before. */
  public Optional<Version> rollsBackTo() {
    if (canary != 0) {
      return version(stable);
    }
    return before.isEmpty() ? Optional.empty() : version(before.getLast());
  }

  Deployment apply(Change change) {
    return switch (change) {
      case Change.VersionAdded(Version version) -> added(version);
      case Change.GateRefused(String id, _, String by, Instant at) ->
          noted("the replay gate refused " + id, by, at);
      case Change.ShareSet(int number, int now, String by, Instant at) ->
          new Deployment(versions, stable, number, now, before, next, at, false, notes)
              .noted("version %d for %s of the instances".formatted(number, percent(now)), by, at);
      case Change.Promoted(int number, String by, Instant at) ->
          runs(number, promoted(number), at).noted("version " + number + " for all", by, at);
      case Change.RolledBack(int number, int from, String why, String by, Instant at) ->
          runs(number, upTo(number), at)
              .noted("back from version %d to %d: %s".formatted(from, number, why), by, at);
      case Change.Removed(String by, Instant at) ->
          new Deployment(versions, 0, 0, 0, promoted(0), next, at, true, notes)
              .noted("removed", by, at);
    };
  }

  private Deployment added(Version version) {
    var all = new ArrayList<>(versions);
    all.removeIf(known -> known.number() == version.number());
    all.add(version);
    for (int i = 0; all.size() > MOST_VERSIONS; ) {
      int number = all.get(i).number();
      if (number == stable || number == canary) {
        i++;
      } else {
        all.remove(i);
      }
    }
    return new Deployment(
            all,
            stable,
            canary,
            share,
            before,
            Math.max(next, version.number() + 1),
            since,
            false,
            notes)
        .noted(
            "version %d, %s%s"
                .formatted(version.number(), version.verdict(), version.forced() ? ", forced" : ""),
            version.by(),
            version.at());
  }

  private Deployment runs(int number, List<Integer> earlier, Instant at) {
    return new Deployment(versions, number, 0, 0, earlier, next, at, false, notes);
  }

  /** What a rollback has to go back to once a version is stable. */
  private List<Integer> promoted(int number) {
    List<Integer> earlier = without(number);
    if (stable != 0 && stable != number) {
      earlier.removeIf(one -> one == stable);
      earlier.add(stable);
    }
    return earlier;
  }

  /** What is still before a version that everybody goes back to. */
  private List<Integer> upTo(int number) {
    int place = before.indexOf(number);
    return place < 0 ? without(number) : new ArrayList<>(before.subList(0, place));
  }

  private List<Integer> without(int number) {
    var earlier = new ArrayList<>(before);
    earlier.removeIf(one -> one == number);
    return earlier;
  }

  private Deployment noted(String text, String by, Instant at) {
    var all = new ArrayList<>(notes);
    all.add(new Note(text, by, at));
    return new Deployment(
        versions,
        stable,
        canary,
        share,
        before,
        next,
        since,
        removed,
        all.subList(Math.max(0, all.size() - MOST_NOTES), all.size()));
  }

  /** A share as people write it: {@code 5 %}, {@code 0.25 %}. */
  public static String percent(int share) {
    return java.math.BigDecimal.valueOf(share, 2).stripTrailingZeros().toPlainString() + " %";
  }
}

package dev.holdfast.journal.pekko;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.JournalEntry;
import dev.holdfast.journal.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.scaladsl.Source$;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.concurrent.Future;
import scala.util.Success;
import scala.util.Try;

/**
 * One entity's commits as a stream of pages: the next page is read while the last is folded, so two
 * are in memory. Checks that sequence numbers are contiguous and that epochs never decrease; a
 * journal that breaks either is not folded.
 */
final class Replay {
  private final Recovery recovery;
  private final String entity;
  private final long to;

  private Replay(Recovery recovery, String entity, long to) {
    this.recovery = recovery;
    this.entity = entity;
    this.to = to;
  }

  /** Where a replay stands: what it has seen last, and the page that is being read. */
  private record Place(long sequence, long epoch, CompletableFuture<List<CommitRow>> page) {}

  static Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> of(
      Recovery recovery, String entity, long from, long to) {
    var replay = new Replay(recovery, entity, to);
    return Source$.MODULE$
        .unfoldAsync(replay.place(from - 1, 0), replay::next)
        .asJava()
        .mapConcat(page -> page);
  }

  private Place place(long sequence, long epoch) {
    return new Place(
        sequence,
        epoch,
        sequence >= to
            ? CompletableFuture.completedFuture(List.of())
            : recovery.page(entity, sequence + 1, to));
  }

  private Future<Option<Tuple2<Place, List<Try<Tuple2<PersistentRepr, Object>>>>>> next(Place now) {
    return ScalaFutures.of(
        now.page(),
        commits -> {
          if (commits.isEmpty()) {
            return Option.empty();
          }
          long sequence = now.sequence();
          long epoch = now.epoch();
          var page = new ArrayList<Try<Tuple2<PersistentRepr, Object>>>(commits.size());
          for (CommitRow commit : commits) {
            check(commit, sequence, epoch);
            sequence = commit.sequence();
            epoch = commit.epoch();
            page.add(new Success<>(new Tuple2<>(event(commit), commit.offset())));
          }
          return new Some<>(new Tuple2<>(place(sequence, epoch), page));
        });
  }

  private void check(CommitRow commit, long lastSequence, long lastEpoch) {
    boolean first = lastEpoch == 0;
    // The first may stand after deleted ones; the rest are contiguous.
    if (commit.sequence() <= lastSequence || (!first && commit.sequence() != lastSequence + 1)) {
      throw new IllegalStateException(
          entity + " has commit " + commit.sequence() + " after " + lastSequence);
    }
    if (commit.epoch() < lastEpoch) {
      throw new IllegalStateException(
          entity
              + " has epoch "
              + commit.epoch()
              + " after "
              + lastEpoch
              + " at "
              + commit.sequence());
    }
  }

  private PersistentRepr event(CommitRow commit) {
    return PersistentRepr$.MODULE$.apply(
        new JournalEntry(commit.epoch(), commit.commit()).placedAt(commit.offset()),
        commit.sequence(),
        entity,
        "",
        false,
        ActorRef.noSender(),
        "");
  }
}

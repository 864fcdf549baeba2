package dev.holdfast.journal.pekko;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSetup;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.jdbc.config.SnapshotConfig;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend.JdbcDatabaseDef;
import slick.jdbc.JdbcProfile;

/**
 * Pekko's snapshot plugin, answered by the open {@link Journal}: one snapshot an entity. The
 * journal keeps no time of a snapshot, so criteria of time fit every one.
 */
public record SnapshotDao(
    @Nullable JdbcDatabaseDef database,
    @Nullable JdbcProfile profile,
    SnapshotConfig config,
    Serialization serialization,
    ExecutionContext threads,
    Materializer materializer)
    implements org.apache.pekko.persistence.jdbc.snapshot.dao.SnapshotDao {
  private Journal journal() {
    return JournalSetup.of(serialization.system());
  }

  @Override
  public Future<BoxedUnit> save(SnapshotMetadata metadata, Object snapshot) {
    return ScalaFutures.done(
        journal()
            .snapshot(metadata.persistenceId(), metadata.sequenceNr(), (EntitySnapshot) snapshot));
  }

  @Override
  public Future<Option<Tuple2<SnapshotMetadata, Object>>> latestSnapshot(String entity) {
    return snapshotForMaxSequenceNr(entity, Long.MAX_VALUE);
  }

  @Override
  public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxTimestamp(
      String entity, long timestamp) {
    return latestSnapshot(entity);
  }

  @Override
  public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNr(
      String entity, long sequence) {
    return ScalaFutures.of(
        journal().recovery().snapshot(entity),
        found -> offered(entity, found, stored -> stored.sequence() <= sequence));
  }

  @Override
  public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNrAndMaxTimestamp(
      String entity, long sequence, long timestamp) {
    return snapshotForMaxSequenceNr(entity, sequence);
  }

  private Option<Tuple2<SnapshotMetadata, Object>> offered(
      String entity, Optional<StoredSnapshot> found, Predicate<StoredSnapshot> fits) {
    return found
        .filter(fits)
        .filter(stored -> journal().snapshotFilter().usable(entity, stored.snapshot()))
        .<Option<Tuple2<SnapshotMetadata, Object>>>map(
            stored ->
                new Some<>(
                    new Tuple2<>(
                        new SnapshotMetadata(entity, stored.sequence(), 0L), stored.snapshot())))
        .orElseGet(Option::empty);
  }

  @Override
  public Future<BoxedUnit> delete(String entity, long sequence) {
    return deleteUpToMaxSequenceNr(entity, sequence);
  }

  @Override
  public Future<BoxedUnit> deleteAllSnapshots(String entity) {
    return deleteUpToMaxSequenceNr(entity, Long.MAX_VALUE);
  }

  @Override
  public Future<BoxedUnit> deleteUpToMaxSequenceNr(String entity, long sequence) {
    return ScalaFutures.done(journal().forgetSnapshot(entity, sequence));
  }

  @Override
  public Future<BoxedUnit> deleteUpToMaxTimestamp(String entity, long timestamp) {
    return deleteAllSnapshots(entity);
  }

  @Override
  public Future<BoxedUnit> deleteUpToMaxSequenceNrAndMaxTimestamp(
      String entity, long sequence, long timestamp) {
    return deleteUpToMaxSequenceNr(entity, sequence);
  }
}

package dev.holdfast.journal.pekko;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalEntry;
import dev.holdfast.journal.JournalSetup;
import java.util.ArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import slick.jdbc.JdbcBackend.JdbcDatabaseDef;
import slick.jdbc.JdbcProfile;

/**
 * Pekko's journal plugin, answered by the open {@link Journal}. The plugin makes it by name; it is
 * a record of what the plugin hands it, of which only the way to the actor system is used.
 */
public record JournalDao(
    @Nullable JdbcDatabaseDef database,
    @Nullable JdbcProfile profile,
    JournalConfig config,
    Serialization serialization,
    ExecutionContext threads,
    Materializer materializer)
    implements org.apache.pekko.persistence.jdbc.journal.dao.JournalDao {
  private Journal journal() {
    return JournalSetup.of(serialization.system());
  }

  /** All of one entity, since the plugin hands over one actor's request at a time. */
  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
    AtomicWrite first = messages.head();
    var entries = new ArrayList<JournalEntry>();
    for (AtomicWrite write : CollectionConverters.asJava(messages)) {
      for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
        entries.add((JournalEntry) event.payload());
      }
    }
    return ScalaFutures.of(
        journal().append(first.persistenceId(), first.lowestSequenceNr(), entries),
        offset -> noneRejected());
  }

  /** An empty list is the plugin's short form of "all are written". */
  @SuppressWarnings("unchecked")
  private static Seq<Try<BoxedUnit>> noneRejected() {
    return (Seq<Try<BoxedUnit>>) (Seq<?>) Nil$.MODULE$;
  }

  /** Refused: the plugin does not say whose delete it is, and an epoch is never looked up here. */
  @Override
  public Future<BoxedUnit> delete(String entity, long toSequence) {
    return Future$.MODULE$.failed(
        new UnsupportedOperationException("Delete through Journal.delete, with the epoch"));
  }

  /** The plugin asks for one less than the first sequence number it will then ask for. */
  @Override
  public Future<Object> highestSequenceNr(String entity, long before) {
    return ScalaFutures.of(
        journal().recovery().highest(entity, before + 1), highest -> (Object) highest);
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
      String entity, long from, long to, long max) {
    return Replay.of(journal().recovery(), entity, from, to).take(max).asScala();
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
      String entity,
      long from,
      long to,
      int batchSize,
      Option<Tuple2<FiniteDuration, Scheduler>> refresh) {
    return Replay.of(journal().recovery(), entity, from, to).asScala();
  }
}

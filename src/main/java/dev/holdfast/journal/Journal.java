package dev.holdfast.journal;

import dev.holdfast.journal.Holdings.EpochSource;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.postgresql.PostgresStore;
import dev.holdfast.journal.sqlite.SqliteStore;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.SideLane.Deletion;
import dev.holdfast.journal.store.SideLane.SnapshotRow;
import dev.holdfast.journal.store.Store;
import dev.holdfast.protocol.Slices;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The open journal of one node incarnation: it claims slices, appends commits under their epochs,
 * and reads them back.
 *
 * <p>Invariant: a stage of {@link #append} that completes normally means the commits are on disk; a
 * {@link FencedException}, {@link JournalBusyException} or {@link SequenceTakenException} that they
 * are not and never will be; anything else that it is not known.
 */
public final class Journal implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final JournalSettings settings;
  private final Slices slices;
  private final Store store;
  private final Signals signals;
  private final Writer writer;
  private final SideWriter sideWriter;
  private final Recovery recovery;
  private final CommitReads reads;
  private final Batcher<Integer, Ownership> ownership;
  private volatile SnapshotFilter snapshotFilter = (entity, snapshot) -> true;

  private Journal(JournalSettings settings, Store store, EpochSource epochSource)
      throws SQLException {
    this.settings = settings;
    this.slices = new Slices(settings.slices());
    this.store = store;
    this.signals = new Signals();
    this.writer = new Writer(store, settings, signals, epochSource);
    this.sideWriter = new SideWriter(store, writer.holdings(), settings);
    this.recovery = new Recovery(store.recoveryReads(), writer, settings);
    this.reads = store.reads();
    this.ownership =
        new Batcher<>(
            command -> Thread.ofVirtual().name("holdfast-journal-validate").start(command),
            new Batcher.Limits(1, settings.recoveryQueue(), settings.recoveryQueue()),
            questions -> {
              Ownership now = store.owned(writer.holdings().writer());
              return questions.stream().map(question -> now).toList();
            });
  }

  /**
   * Opens, creating or migrating where needed; holds no slice yet.
   *
   * @throws SQLException when the database cannot be reached or belongs to another process
   */
  public static Journal open(JournalSettings settings) throws SQLException {
    return open(
        settings,
        settings.embedded() ? SqliteStore.open(settings) : PostgresStore.open(settings),
        EpochSource.CARRIED);
  }

  /** With another store, such as one whose fence is switched off; closes it when this fails. */
  static Journal open(JournalSettings settings, Store store, EpochSource epochSource)
      throws SQLException {
    try {
      var journal = new Journal(settings, store, epochSource);
      journal.writer.start();
      journal.sideWriter.start();
      return journal;
    } catch (SQLException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  public Slices slices() {
    return slices;
  }

  /**
   * Takes a slice from whoever has it. When the stage completes no earlier owner can append, and
   * what it has appended can be read.
   *
   * @return the epoch under which entities of the slice may write
   */
  public CompletionStage<Long> claim(int slice) {
    return writer.claim(slice);
  }

  /** Takes every slice: for the only node. */
  public CompletionStage<Void> claimAll() {
    return CompletableFuture.allOf(
        IntStream.range(0, slices.count())
            .mapToObj(writer::claim)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** The epoch this node holds as far as it knows; one volatile read. */
  public OptionalLong epoch(int slice) {
    return writer.holdings().epoch(slice);
  }

  /** Whether the database says, after this was asked, that the slice is held at the epoch. */
  public CompletionStage<Boolean> validate(int slice, long epoch) {
    if (!writer.holdings().holds(slice, epoch)) {
      return CompletableFuture.completedFuture(false);
    }
    if (settings.embedded()) {
      return CompletableFuture.completedFuture(true);
    }
    return ownership.ask(slice).thenApply(now -> now.epochs().getOrDefault(slice, 0L) == epoch);
  }

  /**
   * Writes consecutive commits of one entity, all under the epoch they carry.
   *
   * @param sequence of the first
   * @return the offset of the last
   */
  public CompletionStage<Long> append(String entity, long sequence, List<JournalEntry> commits) {
    return writer.append(new Write(entity, slices.of(entity), sequence, commits));
  }

  /** Keeps a snapshot, replacing the entity's earlier one; fails as fenced under a stale epoch. */
  public CompletionStage<Void> snapshot(String entity, long sequence, EntitySnapshot snapshot) {
    return sideWriter.snapshot(
        new SnapshotRow(
            entity,
            slices.of(entity),
            snapshot.epoch(),
            sequence,
            snapshot.version(),
            snapshot.content().utf8()));
  }

  /** Forgets the snapshot if it is not later; needs no fence, since a snapshot is only a cache. */
  public CompletionStage<Void> forgetSnapshot(String entity, long toSequence) {
    return sideWriter.forget(entity, toSequence);
  }

  /** Deletes commits; neither their sequence numbers nor their offsets are ever given again. */
  public CompletionStage<Void> delete(String entity, long epoch, long toSequence) {
    return sideWriter.delete(new Deletion(entity, slices.of(entity), epoch, toSequence));
  }

  /**
   * Where the stages of {@link #append} complete: one task for all that one batch wrote. The
   * writer's own thread unless set, which then runs whatever depends on them.
   */
  public void completeOn(Executor executor) {
    writer.completeOn(executor);
  }

  /** False while the database cannot be reached for writing. */
  public boolean isReachable() {
    return writer.isAlive() && writer.settled().isDone();
  }

  public CommitReads reads() {
    return reads;
  }

  public WireNames wireNames() {
    return store.wireNames();
  }

  /** The table of the cluster's members; empty where one process has the database to itself. */
  public Optional<Members> members() {
    return store.members();
  }

  /** This node's writer, as the database numbers it. */
  public int writer() {
    return writer.holdings().writer();
  }

  public AppendSignals signals() {
    return signals;
  }

  public JournalMetrics metrics() {
    return writer.metrics();
  }

  /** Which snapshots recovery may use; all, unless set. */
  public void snapshotFilter(SnapshotFilter filter) {
    snapshotFilter = filter;
  }

  public SnapshotFilter snapshotFilter() {
    return snapshotFilter;
  }

  /** Batched reads for entities that start. */
  public Recovery recovery() {
    return recovery;
  }

  /** Finishes what is queued, gives up the slices and lets go of the database. */
  @Override
  public void close() {
    try {
      sideWriter.close(CLOSING);
      writer.close(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      recovery.close();
      store.close();
    }
  }
}

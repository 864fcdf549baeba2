package dev.holdfast.journal;

import dev.holdfast.journal.Holdings.Fence;
import dev.holdfast.journal.deployments.NodeReports;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.messages.Bookkeeping;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.OutgoingFeed;
import dev.holdfast.journal.messages.OutgoingReads;
import dev.holdfast.journal.packages.StoredPackages;
import dev.holdfast.journal.postgresql.PostgresStore;
import dev.holdfast.journal.sqlite.SqliteStore;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.SideLane.Deletion;
import dev.holdfast.journal.store.SideLane.Keeping;
import dev.holdfast.journal.store.SideLane.SnapshotRow;
import dev.holdfast.journal.store.Store;
import dev.holdfast.journal.watch.Watch;
import dev.holdfast.protocol.Slices;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open journal of one node incarnation: it claims slices, appends commits under their epochs,
 * and reads them back.
 *
 * <p>Invariant: a stage of {@link #append} that completes normally means the commits are on disk; a
 * {@link FencedException}, {@link JournalBusyException} or {@link SequenceTakenException} that they
 * are not and never will be; anything else that it is not known.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final JournalSettings settings;
  private final Slices slices;
  private final Store store;
  private final Signals signals;
  private final Writer writer;
  private final SideWriter sideWriter;
  private final Recovery recovery;
  private final CommitReads reads;
  private final OutgoingReads outgoingReads;
  private final Deliveries deliveries;
  private final Batcher<Integer, Ownership> ownership;
  private final Watch watch;
  private volatile SnapshotFilter snapshotFilter = (entity, snapshot) -> true;

  private Journal(JournalSettings settings, Store store) throws SQLException {
    this.settings = settings;
    this.slices = new Slices(settings.slices());
    this.store = store;
    this.signals = new Signals();
    this.writer = new Writer(store, settings, signals);
    this.sideWriter = new SideWriter(store, writer.holdings(), settings);
    this.recovery = new Recovery(store.recoveryReads(), writer, settings);
    this.reads = store.reads();
    this.outgoingReads = store.outgoingReads();
    this.deliveries = store.deliveries(this::keep);
    this.ownership =
        new Batcher<>(
            command -> Thread.ofVirtual().name("holdfast-journal-validate").start(command),
            new Batcher.Limits(1, settings.recoveryQueue(), settings.recoveryQueue()),
            questions -> {
              Ownership now = owned();
              return questions.stream().map(question -> now).toList();
            });
    this.watch =
        new Watch(
            new Watch.Timing(settings.confirmInterval(), settings.pauseThreshold()),
            writer.confirmation(),
            new Reactions());
  }

  /**
   * Opens, creating or migrating where needed; holds no slice yet.
   *
   * @throws SQLException when the database cannot be reached or belongs to another process
   */
  public static Journal open(JournalSettings settings) throws SQLException {
    return open(
        settings, settings.embedded() ? SqliteStore.open(settings) : PostgresStore.open(settings));
  }

  /** With another store, such as one whose fence is switched off; closes it when this fails. */
  static Journal open(JournalSettings settings, Store store) throws SQLException {
    settings.unsafe().warning().ifPresent(LOG::warn);
    try {
      var journal = new Journal(settings, store);
      journal.writer.start();
      journal.sideWriter.start();
      journal.watch.start();
      return journal;
    } catch (SQLException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** What the watch asks for; neither waits. */
  private final class Reactions implements Watch.Reactions {
    @Override
    public void confirm() {
      // A file belongs to this process alone: there is nobody to ask.
      if (!settings.embedded()) {
        writer.confirm();
      }
    }

    @Override
    public void paused() {
      writer.counters().pauses.increment();
    }
  }

  /** One answer of the database for all who ask to have it validated what they hold. */
  private Ownership owned() throws SQLException {
    Fence fence = writer.holdings().fence();
    long asked = System.nanoTime();
    Ownership now = store.owned(fence.writer());
    writer.counters().confirmations.increment();
    if (now.generation() == fence.generation()) {
      writer.confirmation().at(asked);
    } else {
      writer.confirm();
    }
    return now;
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

  /** The number of our fence row; another after the row vanished or the database went back. */
  public int writer() {
    return writer.holdings().writer();
  }

  /** The epoch this node holds as far as it knows; one volatile read. */
  public OptionalLong epoch(int slice) {
    return writer.holdings().epoch(slice);
  }

  /** Whether the slice is held at the epoch, as far as this node knows; one volatile read. */
  public boolean holds(int slice, long epoch) {
    return writer.holdings().holds(slice, epoch);
  }

  /**
   * Hears of slices that this node held and that were taken or claimed again, each some time after
   * it happened: at the next append or validation, at the latest {@code confirm-interval} and one
   * statement later. Called on a thread of its own, one call at a time; what was lost may be held
   * again by then, so compare with {@link #holds}.
   */
  public void whenLost(Consumer<Set<Integer>> listener) {
    writer.lostSlices().listen(listener);
  }

  /**
   * The latest moment, as {@link System#nanoTime} counts, at which the database is known to have
   * said that every slice held here is ours. Read it before the epoch it shall vouch for, or ask
   * {@link #confirmed}.
   */
  public long confirmedAt() {
    return settings.embedded() ? System.nanoTime() : writer.confirmation().at();
  }

  /** Whether the slice was held at the epoch no longer than the age ago; two volatile reads. */
  public boolean confirmed(int slice, long epoch, Duration age) {
    boolean recent = settings.embedded() || writer.confirmation().within(age);
    return recent && holds(slice, epoch);
  }

  /** Whether the database says, after this was asked, that the slice is held at the epoch. */
  public CompletionStage<Boolean> validate(int slice, long epoch) {
    if (!writer.holdings().holds(slice, epoch)) {
      return CompletableFuture.completedFuture(false);
    }
    if (settings.embedded()) {
      return CompletableFuture.completedFuture(true);
    }
    return ownership.ask(slice).thenApply(now -> isOurs(now, slice, epoch));
  }

  private boolean isOurs(Ownership now, int slice, long epoch) {
    return settings.unsafe().epochCarried()
        ? now.epochs().getOrDefault(slice, 0L) == epoch
        : now.epochs().containsKey(slice);
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

  /** Tells of commits with an outbox as this node writes them. */
  public OutgoingFeed outgoing() {
    return writer.feed();
  }

  public OutgoingReads outgoingReads() {
    return outgoingReads;
  }

  /** How far messages were delivered, and what waits. */
  public Deliveries deliveries() {
    return deliveries;
  }

  private CompletionStage<Void> keep(int slice, long epoch, Bookkeeping changes) {
    changes
        .entities()
        .filter(entity -> slices.of(entity) != slice)
        .findAny()
        .ifPresent(
            stranger -> {
              throw new IllegalArgumentException(stranger + " is not of slice " + slice);
            });
    return sideWriter.keep(new Keeping(slice, epoch, changes));
  }

  /** Topics, subscriptions, schedules and connectors. */
  public MessagingRegistry messagingRegistry() {
    return store.messagingRegistry();
  }

  /** How far each node is with each deployment. */
  public NodeReports nodeReports() {
    return store.nodeReports();
  }

  /** Packages of code. */
  public StoredPackages packages() {
    return store.packages();
  }

  public WireNames wireNames() {
    return store.wireNames();
  }

  /** The table of the cluster's members; empty where one process has the database to itself. */
  public Optional<Members> members() {
    return store.members();
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
    watch.close();
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

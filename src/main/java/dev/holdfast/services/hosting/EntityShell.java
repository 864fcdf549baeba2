package dev.holdfast.services.hosting;

import dev.holdfast.journal.JournalEntry;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.handlers.Ran;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event-sourced actor behind one instance: recovers, takes turns at what waits, writes each
 * turn's commits as one batch, and answers once they are on disk.
 *
 * <p>Invariant: one turn at a time. While a handler runs elsewhere or a batch is being written,
 * requests wait in the {@link EntityGate}; the next turn decides them in order, so a busy instance
 * writes few and large batches.
 *
 * <pre>
 *   recovering ──► resting ◄────────────────────────────────┐
 *                     │ turn                                │ answered
 *                     ├──► deciding (own thread) ──┐        │
 *                     ├────────────────────────────┼──► writing ──(failed)──► stopped
 *                     └────────────────────────────┴──► proving, where nothing is written
 * </pre>
 */
final class EntityShell
    extends EventSourcedBehaviorWithEnforcedReplies<EntityMessage, JournalEntry, EntityState> {
  private static final Logger LOG = LoggerFactory.getLogger(EntityShell.class);

  /** Commits between two looks at an instance's size: often enough for a limit of memory. */
  private static final int MEASURE_EVERY = 64;

  private final EntityHost host;
  private final EntityId id;
  private final EntityCore core;
  private final HostedService service;
  private final EntityGate gate;
  private final ActorRef<EntityMessage> self;
  private final Place place;
  private final int slice;
  private final long epoch;
  private final SnapshotCodec snapshots;
  private final long born = System.nanoTime();

  /** States already computed for the commits being handed to the journal, in order. */
  private @Nullable Iterator<EntityState> ahead;

  /** Commits that were read while it recovered; many are a reason for a snapshot. */
  private int replayed;

  /** Of the last commit that was read while it recovered. */
  private @Nullable String lastVersion;

  private @Nullable Batch turn;
  private @Nullable Batch writing;
  private @Nullable Batch proving;
  private EntityMessage.@Nullable Command deciding;

  /** Of the command being decided; found when it was admitted, because it hashes the argument. */
  private Optional<Cause> cause = Optional.empty();

  /** The time that the handler of the command being decided is told. */
  private Instant told = Instant.EPOCH;

  EntityShell(EntityHost host, EntityId id, HostedService service, EntityGate gate, Place place) {
    super(PersistenceId.ofUniqueId(id.key()));
    this.host = host;
    this.id = id;
    this.service = service;
    this.gate = gate;
    this.self = place.self();
    this.place = place;
    this.slice = place.slice();
    this.epoch = place.epoch();
    this.core = service.core(id, slice);
    this.snapshots = new SnapshotCodec(service.runtime(), core);
  }

  /** Where an entity runs: captured once when it starts. */
  record Place(ActorRef<EntityMessage> self, Residents.Resident resident, int slice, long epoch) {}

  @Override
  public EntityState emptyState() {
    return core.empty();
  }

  @Override
  public CommandHandlerWithReply<EntityMessage, JournalEntry, EntityState> commandHandler() {
    return this::onMessage;
  }

  @Override
  public EventHandler<EntityState, JournalEntry> eventHandler() {
    return this::onEvent;
  }

  @Override
  public SignalHandler<EntityState> signalHandler() {
    return newSignalHandlerBuilder().onSignal(Signal.class, this::onSignal).build();
  }

  @Override
  public SnapshotAdapter<EntityState> snapshotAdapter() {
    return snapshots;
  }

  private ReplyEffect<JournalEntry, EntityState> onMessage(
      EntityState state, EntityMessage message) {
    return switch (message) {
      case EntityMessage.Turn _ -> takeTurn(new Batch(state));
      case EntityMessage.Decided decided -> onDecided(state, decided);
      case EntityMessage.Proved(Optional<Boolean> owned) -> onProved(owned);
      case EntityMessage.Confirmed(Optional<Boolean> current) -> onConfirmed(state, current);
      case EntityMessage.Stop _ -> Effect().stop().thenNoReply();
      case EntityMessage.Leave _ -> Effect().noReply();
      case EntityMessage.Request request -> {
        gate.hold(request);
        yield takeTurn(new Batch(state));
      }
    };
  }

  private ReplyEffect<JournalEntry, EntityState> takeTurn(Batch batch) {
    turn = batch;
    while (batch.size() < host.settings().batchCommits()) {
      Optional<EntityMessage.Request> next = gate.next();
      if (next.isEmpty()) {
        break;
      }
      if (next.get() instanceof EntityMessage.Examine examine && !batch.isEmpty()) {
        gate.putBack(examine);
        return finish(batch);
      }
      if (!(next.get() instanceof EntityMessage.Command command)) {
        service.read(next.get(), gate.committed(), place);
        continue;
      }
      switch (decide(batch, command)) {
        case HERE -> {}
        case ELSEWHERE -> {
          turn = null;
          return Effect().noReply();
        }
        case LATER -> {
          gate.putBack(command);
          return finish(batch);
        }
      }
    }
    return finish(batch);
  }

  /** Where a command was decided. */
  private enum Decided {
    /** Here and now: it is in the batch. */
    HERE,
    /** On a thread of its own, which will tell. */
    ELSEWHERE,
    /** Not yet: it needs a thread of its own, and the batch would be lost meanwhile. */
    LATER
  }

  private Decided decide(Batch batch, EntityMessage.Command command) {
    Call call = command.call();
    deciding = command;
    switch (core.admit(batch.state(), call, command.replyTo().attempt())) {
      case EntityCore.Admission.Over _ -> command.replyTo().sendAgain("nobody waits for it");
      case EntityCore.Admission.Told(Outcome outcome) ->
          batch.answerLater(command.replyTo(), () -> command.replyTo().answer(outcome));
      case EntityCore.Admission.Known(Inbox.Entry entry) -> {
        host.counters().replays.increment();
        batch.answerLater(
            command.replyTo(), () -> command.replyTo().answer(service.again(entry, slice)));
      }
      case EntityCore.Admission.Refused(Outcome.Refused outcome) ->
          batch.answerFromState(command.replyTo(), () -> command.replyTo().answer(outcome));
      case EntityCore.Admission.Decided decided -> {
        Instant now = host.clock().instant();
        write(batch, command.replyTo(), core.conclude(batch.state(), decided, now));
      }
      case EntityCore.Admission.New(Call decided, Optional<Cause> admitted) -> {
        cause = admitted;
        return decideNew(batch, new EntityMessage.Command(decided, command.replyTo()));
      }
    }
    deciding = null;
    return Decided.HERE;
  }

  private Decided decideNew(Batch batch, EntityMessage.Command command) {
    deciding = command;
    told = host.clock().instant();
    Optional<Ran<Decision>> ran = run(batch, command);
    if (ran.isEmpty()) {
      boolean elsewhere = batch.isUntouched();
      gate.busy(elsewhere);
      if (!elsewhere) {
        deciding = null;
      }
      return elsewhere ? Decided.ELSEWHERE : Decided.LATER;
    }
    conclude(batch, command, ran.get());
    deciding = null;
    return Decided.HERE;
  }

  /** Only an untouched batch may be left behind for a handler that needs its own thread. */
  private Optional<Ran<Decision>> run(Batch batch, EntityMessage.Command command) {
    Consumer<Ran<Decision>> later = ran -> self.tell(new EntityMessage.Decided(command, ran));
    return batch.isUntouched()
        ? service.decide(batch.state(), command, told, later)
        : service.decideHere(batch.state(), command, told);
  }

  private ReplyEffect<JournalEntry, EntityState> onDecided(
      EntityState state, EntityMessage.Decided decided) {
    if (!decided.command().equals(deciding)) {
      return Effect().noReply();
    }
    gate.busy(false);
    var batch = new Batch(state);
    conclude(batch, decided.command(), decided.result());
    deciding = null;
    return takeTurn(batch);
  }

  private void conclude(Batch batch, EntityMessage.Command command, Ran<Decision> ran) {
    Call call = command.call();
    ReplyPath replyTo = command.replyTo();
    switch (ran) {
      case Ran.Refused<Decision>(Problem problem) ->
          batch.answerLater(replyTo, () -> replyTo.answer(Outcome.Refused.of(problem)));
      case Ran.Threw<Decision>(Throwable failure) -> {
        service.ended(failure instanceof InvalidArgument);
        Outcome.Refused refused = service.failed(id, call, failure);
        if (call.origin() instanceof Origin.Repair) {
          Instant now = host.clock().instant();
          write(batch, replyTo, core.failed(batch.state(), call, cause, refused.problem(), now));
        } else {
          batch.answerLater(replyTo, () -> replyTo.answer(refused));
        }
      }
      case Ran.Returned<Decision>(Decision decision) -> {
        service.ended(true);
        var conclusion =
            core.conclude(batch.state(), call, cause, decision, host.clock().instant());
        switch (conclusion) {
          case EntityCore.Conclusion.Answer(Outcome outcome) ->
              batch.answerFromState(replyTo, () -> replyTo.answer(outcome));
          case EntityCore.Conclusion.Write write ->
              write(batch, replyTo, service.recorded(write, call, told));
        }
      }
    }
  }

  private void write(Batch batch, ReplyPath replyTo, EntityCore.Conclusion.Write write) {
    var entry = new JournalEntry(epoch, write.commit());
    long sequence = write.next().sequence();
    Runnable answer =
        () -> {
          write.entry().ifPresent(known -> known.placedAt(entry.offset()));
          Commit commit = write.commit();
          replyTo.answer(
              write
                  .told()
                  .<Outcome>map(Outcome.Refused::of)
                  .orElseGet(
                      () ->
                          new Outcome.Replied(
                              commit.reply(),
                              sequence,
                              slice,
                              entry.offset(),
                              false,
                              commit.version(),
                              host.node())));
        };
    batch.write(entry, write.next(), replyTo, answer);
    if (host.settings().unsafe().answerBeforeCommit()) {
      answer.run();
    }
  }

  private ReplyEffect<JournalEntry, EntityState> finish(Batch batch) {
    turn = null;
    if (batch.needsProof()) {
      return prove(batch);
    }
    if (batch.isEmpty()) {
      batch.answer();
      gate.rest();
      return Effect().noReply();
    }
    gate.busy(true);
    gate.writing(true);
    writing = batch;
    ahead = batch.states().iterator();
    return Effect().persist(batch.entries()).thenRun(this::onWritten).thenNoReply();
  }

  /** A rejection is as linearizable as a commit, but no fence has seen it. */
  private ReplyEffect<JournalEntry, EntityState> prove(Batch batch) {
    gate.busy(true);
    proving = batch;
    host.journal()
        .validate(slice, epoch)
        .whenComplete(
            (owned, failure) ->
                self.tell(
                    new EntityMessage.Proved(
                        failure == null ? Optional.of(owned) : Optional.empty())));
    return Effect().noReply();
  }

  private ReplyEffect<JournalEntry, EntityState> onProved(Optional<Boolean> owned) {
    Batch proved = proving;
    proving = null;
    gate.busy(false);
    if (proved != null) {
      if (owned.isEmpty()) {
        proved.fail(HostedService::cannotAsk);
      } else if (owned.get()) {
        proved.answer();
      } else {
        proved.fail(replyTo -> replyTo.sendAgain(HostedService.TAKEN));
      }
    }
    gate.rest();
    return Effect().noReply();
  }

  private void onWritten(EntityState state) {
    Batch written = writing;
    writing = null;
    ahead = null;
    gate.busy(false);
    gate.writing(false);
    gate.commit(state);
    if (written != null) {
      host.counters().commits.add(written.size());
      written.answer();
      keepSnapshot(state, written.size());
    }
    gate.rest();
  }

  private void keepSnapshot(EntityState state, int commits) {
    if (passed(MEASURE_EVERY, state, commits)) {
      gate.measured(service.sizeOf(state));
    }
    int every = host.settings().snapshotEvery();
    if (replayed >= every || (state.sequence() >= every && passed(every, state, commits))) {
      replayed = 0;
      try {
        host.journal()
            .snapshot(id.key(), state.sequence(), snapshots.encode(state, epoch))
            .whenComplete((_, failure) -> whenNotKept(failure));
      } catch (RuntimeException e) {
        whenNotKept(e);
      }
    }
  }

  /** Whether the commits just written went past a multiple of a number; the first one counts. */
  private static boolean passed(int every, EntityState state, int commits) {
    long before = state.sequence() - commits;
    return before == 0 || state.sequence() / every != before / every;
  }

  private void whenNotKept(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("A snapshot of {} was not kept: {}", id, failure.getMessage());
    }
  }

  private EntityState onEvent(EntityState state, JournalEntry entry) {
    if (ahead != null && ahead.hasNext()) {
      return ahead.next();
    }
    if (entry.epoch() > epoch) {
      throw new IllegalStateException(
          id + " holds a commit of epoch " + entry.epoch() + ", but runs under " + epoch);
    }
    host.counters().replayedCommits.increment();
    lastVersion = entry.commit().version();
    replayed++;
    try {
      return core.replay(state, entry.commit(), entry.offset());
    } catch (FunctionFailed e) {
      throw new IllegalStateException(
          "%s cannot fold its commit %d: %s".formatted(id, state.sequence() + 1, e.getMessage()),
          e);
    }
  }

  private void onSignal(EntityState state, Signal signal) {
    if (signal instanceof RecoveryCompleted) {
      host.counters().recovered(System.nanoTime() - born);
      if (state.inbox().hasRequests()) {
        state
            .inbox()
            .requests()
            .forgetBefore(host.clock().instant().minus(host.settings().longestDeadline()));
      }
      begin(state);
    } else if (signal instanceof RecoveryFailed failed) {
      LOG.error("{} cannot recover", id, failed.getFailure());
      gate.failWaiting(
          replyTo ->
              replyTo.answer(
                  Outcome.Refused.of(
                      ProblemCode.NOT_READY.problem(id + " cannot be recovered right now."))));
    } else {
      WriteFailure.of(signal).ifPresent(failure -> lostBatch(failure.reason(), failure::tell));
    }
  }

  /** Its last commit may be of a version that this node has not heard of yet, or has forgotten. */
  private void begin(EntityState state) {
    String own = service.runtime().description().version();
    if (lastVersion == null || lastVersion.equals(own)) {
      gate.recovered(state);
      return;
    }
    host.versions()
        .isCurrent(id, own)
        .whenComplete(
            (current, failure) ->
                self.tell(
                    new EntityMessage.Confirmed(
                        failure == null ? Optional.of(current) : Optional.empty())));
  }

  private ReplyEffect<JournalEntry, EntityState> onConfirmed(
      EntityState state, Optional<Boolean> current) {
    if (current.orElse(false)) {
      gate.recovered(state);
      return Effect().noReply();
    }
    // Whoever asks again finds it running what it is to run.
    return Effect().stop().thenNoReply();
  }

  private void lostBatch(String why, Consumer<ReplyPath> tell) {
    Batch lost = writing;
    writing = null;
    if (lost != null) {
      LOG.warn("{} could not write and recovers: {}", id, why);
      lost.fail(tell);
    }
  }

  /** The actor is gone: whatever it was doing is for somebody else. */
  void stopped() {
    lostBatch("it was stopped before the journal answered", WriteFailure::tellOfStop);
    if (proving != null) {
      proving.fail(replyTo -> replyTo.sendAgain("its instance stopped before it answered"));
    }
    if (turn != null) {
      turn.fail(replyTo -> replyTo.sendAgain("its instance stopped before it wrote"));
    }
    EntityMessage.Command undecided = deciding;
    deciding = null;
    if (undecided != null) {
      undecided.replyTo().sendAgain("its instance stopped while it was decided");
    }
  }
}

package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PekkoPluginTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  sealed interface Command {
    record Add(long number, ActorRef<Done> replyTo) implements Command {}

    record Get(ActorRef<State> replyTo) implements Command {}
  }

  /** The sum, how many commits made it, and where the last one stood. */
  record State(long sum, long commits, List<JournalEntry> last, boolean fromSnapshot) {
    State(long sum, long commits) {
      this(sum, commits, List.of(), false);
    }

    long offset() {
      return last.isEmpty() ? 0 : last.getFirst().offset();
    }
  }

  static final class Counter extends EventSourcedBehavior<Command, JournalEntry, State> {
    private final long epoch;

    Counter(String entity, long epoch) {
      super(PersistenceId.ofUniqueId(entity));
      this.epoch = epoch;
    }

    @Override
    public State emptyState() {
      return new State(0, 0);
    }

    @Override
    public CommandHandler<Command, JournalEntry, State> commandHandler() {
      return (state, command) ->
          switch (command) {
            case Command.Add(var number, var replyTo) ->
                Effect()
                    .persist(new JournalEntry(epoch, Journals.commit(number)))
                    .thenReply(replyTo, now -> Done.getInstance());
            case Command.Get(var replyTo) -> Effect().reply(replyTo, state);
          };
    }

    @Override
    public EventHandler<State, JournalEntry> eventHandler() {
      return (state, entry) ->
          new State(
              state.sum() + Long.parseLong(entry.commit().reply().toString()),
              state.commits() + 1,
              List.of(entry),
              state.fromSnapshot());
    }

    @Override
    public RetentionCriteria retentionCriteria() {
      return RetentionCriteria.snapshotEvery(100, 1);
    }

    @Override
    public SnapshotAdapter<State> snapshotAdapter() {
      return new SnapshotAdapter<>() {
        @Override
        public Object toJournal(State state) {
          return new EntitySnapshot(
              epoch, "v1", Json.of("[" + state.sum() + "," + state.commits() + "]"));
        }

        @Override
        public State fromJournal(Object from) {
          String[] parts =
              ((EntitySnapshot) from)
                  .content()
                  .toString()
                  .replaceAll("[\\[\\]]", "")
                  .split(",", -1);
          return new State(Long.parseLong(parts[0]), Long.parseLong(parts[1]), List.of(), true);
        }
      };
    }
  }

  @Test
  void anEntityIsRecoveredFromWhatItWrote() throws Exception {
    try (var journal = Journal.open(Journals.sqlite(folder))) {
      Journals.get(journal.claimAll());
      var system = start(journal);
      try {
        assertEquals(new State(3, 2), withoutOffset(run(system, journal, "s/a", 1, 2)));
        assertEquals(new State(10, 4), withoutOffset(run(system, journal, "s/a", 3, 4)));
      } finally {
        stop(system);
      }
    }
    try (var journal = Journal.open(Journals.sqlite(folder))) {
      Journals.get(journal.claimAll());
      var system = start(journal);
      try {
        assertEquals(new State(10, 4), withoutOffset(run(system, journal, "s/a")));
        assertEquals(new State(0, 0), run(system, journal, "s/new"));
        assertEquals(4, journal.reads().highestSequence("s/a"));
      } finally {
        stop(system);
      }
    }
  }

  @Test
  void aLongHistoryIsReplayedInPagesAndFromASnapshot() throws Exception {
    try (var journal = Journal.open(Journals.sqlite(folder))) {
      Journals.get(journal.claimAll());
      int slice = journal.slices().of("s/long");
      long epoch = journal.epoch(slice).orElseThrow();
      List<JournalEntry> entries =
          LongStream.rangeClosed(1, 2500)
              .mapToObj(n -> new JournalEntry(epoch, Journals.commit(n)))
              .toList();
      assertEquals(2500, Journals.get(journal.append("s/long", 1, entries)));
      var system = start(journal);
      try {
        State state = run(system, journal, "s/long");
        assertEquals(2500, state.commits());
        assertEquals(2500L * 2501 / 2, state.sum());
        assertEquals(2500, state.offset());
        Journals.get(
            journal.snapshot("s/long", 2499, new EntitySnapshot(epoch, "v1", Json.of("[0,1]"))));
        State fromSnapshot = run(system, journal, "s/long");
        assertTrue(fromSnapshot.fromSnapshot());
        assertEquals(2500, fromSnapshot.sum());
        journal.snapshotFilter((entity, snapshot) -> !snapshot.version().equals("v1"));
        assertEquals(2500L * 2501 / 2, run(system, journal, "s/long").sum());
      } finally {
        stop(system);
      }
    }
  }

  private static State withoutOffset(State state) {
    assertEquals(state.commits(), state.offset());
    return new State(state.sum(), state.commits());
  }

  private static ActorSystem<SpawnProtocol.Command> start(Journal journal) {
    var config =
        ConfigFactory.parseString("pekko.loglevel = WARNING")
            .withFallback(ConfigFactory.parseResources("settings/pekko-journal.conf"))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(
        SpawnProtocol.create(),
        "journal",
        ActorSystemSetup.create(BootstrapSetup.create(config), new JournalSetup(journal)));
  }

  /** Starts the entity afresh, adds, asks for its state, and stops it. */
  private static State run(
      ActorSystem<SpawnProtocol.Command> system, Journal journal, String entity, long... adds) {
    long epoch = journal.epoch(journal.slices().of(entity)).orElseThrow();
    ActorRef<Command> counter =
        Journals.get(
            AskPattern.<SpawnProtocol.Command, ActorRef<Command>>ask(
                system,
                replyTo ->
                    new SpawnProtocol.Spawn<>(
                        new Counter(entity, epoch), "", Props.empty(), replyTo),
                SOON,
                system.scheduler()));
    for (long number : adds) {
      Journals.get(
          AskPattern.<Command, Done>ask(
              counter, replyTo -> new Command.Add(number, replyTo), SOON, system.scheduler()));
    }
    return Journals.get(
        AskPattern.<Command, State>ask(counter, Command.Get::new, SOON, system.scheduler()));
  }

  private static void stop(ActorSystem<?> system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get();
  }
}

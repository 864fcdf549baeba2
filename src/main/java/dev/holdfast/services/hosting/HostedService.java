package dev.holdfast.services.hosting;

import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.journal.Journal;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionRuntime.Answer;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.PlatformService;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.handlers.HandlerPace;
import dev.holdfast.services.handlers.Ran;
import dev.holdfast.services.health.HealthCounters;
import dev.holdfast.services.messages.MessageRules;
import dev.holdfast.services.messages.Messages;
import dev.holdfast.services.messages.MessagesView;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a service on this node: runs its handlers on the right thread and turns what they
 * return or throw into outcomes. Shared by all its instances.
 */
final class HostedService {
  /** Why a request is sent again. */
  static final String TAKEN = "another node has taken the slice over";

  private static final Logger LOG = LoggerFactory.getLogger(HostedService.class);

  private final EntityHost host;
  private final FunctionRuntime runtime;
  private final ServiceDescription description;
  private final EntityState stateless;
  private final int queue;
  private final boolean records;
  private final Map<String, HandlerPace> paces = new ConcurrentHashMap<>();
  private final HealthCounters health;

  HostedService(EntityHost host, FunctionRuntime runtime, HealthCounters health) {
    this.host = host;
    this.health = health;
    this.runtime = runtime;
    this.description = runtime.description();
    this.queue =
        description.handlers().stream()
            .flatMap(handler -> handler.limits().queue().stream())
            .max(Integer::compare)
            .orElse(host.settings().queue());
    this.records = host.settings().recordCommands() && !PlatformService.is(description);
    this.stateless =
        new EntityState(
            runtime.empty(), 0, Instant.EPOCH, new Inbox(host.window()), new Messages(true));
  }

  FunctionRuntime runtime() {
    return runtime;
  }

  /** The rules of one of its instances. */
  EntityCore core(EntityId id, int slice) {
    var rules = new MessageRules(slice, host.settings().parked());
    return new EntityCore(id, runtime, host.window(), rules, host.node());
  }

  /** Whether a snapshot may be recovered from; one that is damaged is as good as none. */
  boolean reads(EntityId id, EntitySnapshot snapshot) {
    if (!snapshot.version().equals(description.version())) {
      return false;
    }
    try {
      new SnapshotReader(snapshot.content())
          .read(runtime, core(id, host.journal().slices().of(id.key())));
      return true;
    } catch (RuntimeException e) {
      LOG.warn("The snapshot of {} is not used: {}", id, e.getMessage());
      return false;
    }
  }

  /** Requests that may wait at one instance: the largest that any of its handlers asks for. */
  int queue() {
    return queue;
  }

  /** Runs a command handler; empty when it runs elsewhere and {@code later} will be told. */
  Optional<Ran<Decision>> decide(
      EntityState state,
      EntityMessage.Command command,
      Instant now,
      Consumer<Ran<Decision>> later) {
    Call call = command.call();
    return host.threads()
        .run(
            pace(call.handler()),
            call.deadline(),
            timed(
                () ->
                    runtime.decide(
                        state.function(), invocation(state, call, now, command.replyTo()))),
            later);
  }

  /** Only of what is waited for: of a handler that is fast, a clock would be most of the time. */
  private <T> Callable<T> timed(Callable<T> handler) {
    if (!runtime.waits()) {
      return handler;
    }
    return () -> {
      long begun = System.nanoTime();
      try {
        return handler.call();
      } finally {
        health.took(System.nanoTime() - begun);
      }
    };
  }

  /** A command came to an end. */
  void ended(boolean well) {
    health.ended(well);
  }

  /** Runs a command handler on this thread or, where that returns empty, not at all. */
  Optional<Ran<Decision>> decideHere(
      EntityState state, EntityMessage.Command command, Instant now) {
    Call call = command.call();
    return host.threads()
        .runHere(
            pace(call.handler()),
            call.deadline(),
            () ->
                runtime.decide(state.function(), invocation(state, call, now, command.replyTo())));
  }

  /**
   * With what its handler was told, where that is recorded. An operator's retry is not: it was
   * decided in the name of somebody else than its commit says.
   */
  EntityCore.Conclusion.Write recorded(EntityCore.Conclusion.Write write, Call call, Instant now) {
    return records && !(call.origin() instanceof Origin.Repair)
        ? write.recording(new Commit.Asked(call.argument(), now))
        : write;
  }

  /** Runs a handler of a service without instances, on the state it always has. */
  CompletionStage<Outcome> runStateless(Call call, boolean query) {
    var outcome = new CompletableFuture<Outcome>();
    if (query) {
      ask(stateless, call, new Direct(outcome, host.requestId()));
      return outcome;
    }
    Consumer<Ran<Decision>> then = ran -> outcome.complete(decidedStateless(call, ran));
    var replyTo = new Direct(outcome, host.requestId());
    var command = new EntityMessage.Command(call, replyTo);
    decide(stateless, command, host.clock().instant(), then).ifPresent(then);
    return outcome;
  }

  private Outcome decidedStateless(Call call, Ran<Decision> ran) {
    ended(!(ran instanceof Ran.Threw<Decision>(Throwable e)) || e instanceof InvalidArgument);
    return switch (ran) {
      case Ran.Returned<Decision>(Decision.Accepted accepted) ->
          new Outcome.Replied(accepted.reply(), 0, 0, 0, false, description.version(), host.node());
      case Ran.Returned<Decision>(Decision.Rejected(var problem)) -> Outcome.Refused.of(problem);
      case Ran.Threw<Decision>(Throwable failure) -> failed(call.target(), call, failure);
      case Ran.Refused<Decision>(var problem) -> Outcome.Refused.of(problem);
    };
  }

  /** A reply path without an instance behind it. */
  private record Direct(CompletableFuture<Outcome> outcome, RequestId id) implements ReplyPath {
    @Override
    public void answer(Outcome result) {
      outcome.complete(result);
    }

    @Override
    public void sendAgain(String why) {
      outcome.complete(Outcome.Refused.of(ProblemCode.NOT_READY.problem(why)));
    }

    @Override
    public void sendAgainInDoubt(String why) {
      throw new UnsupportedOperationException("A service without instances writes nothing.");
    }

    @Override
    public boolean isWaiting() {
      return !outcome.isDone();
    }

    @Override
    public void arrived() {
      // It never travelled.
    }

    @Override
    public Attempt attempt() {
      return Attempt.only(id);
    }

    @Override
    public ReturnAddress returnAddress() {
      throw new UnsupportedOperationException("A service without instances runs where it is.");
    }
  }

  /**
   * Answers a query, an inspection, an examination or a recollection from a committed state, once
   * it is certain that the state is current, or not older than what is published for reads that did
   * not ask for more.
   */
  void read(EntityMessage.Request request, EntityState committed, EntityShell.Place place) {
    switch (request) {
      case EntityMessage.Query(Call call, ReplyPath replyTo) ->
          when(place, call.strong(), replyTo, () -> ask(committed, call, replyTo));
      case EntityMessage.Inspect(EntityId target, ReplyPath replyTo) ->
          when(place, false, replyTo, () -> replyTo.answer(inspected(target, committed)));
      case EntityMessage.Recall recall -> {
        // Looked up here: what an instance remembers is changed in place by its own thread.
        Outcome outcome = recalled(recall, committed);
        when(place, true, recall.replyTo(), () -> recall.replyTo().answer(outcome));
      }
      case EntityMessage.Examine(EntityId target, long number, ReplyPath replyTo) -> {
        Outcome outcome = examined(target, number, committed);
        when(place, false, replyTo, () -> replyTo.answer(outcome));
      }
      case EntityMessage.Command _, EntityMessage.Oversized _ ->
          throw new IllegalArgumentException("It is not for reading: " + request);
    }
  }

  private void when(EntityShell.Place place, boolean strong, ReplyPath replyTo, Runnable read) {
    Journal journal = host.journal();
    if (!strong && journal.confirmed(place.slice(), place.epoch(), host.settings().boundedAge())) {
      run(read, replyTo);
      return;
    }
    journal
        .validate(place.slice(), place.epoch())
        .whenComplete(
            (owned, failure) -> {
              if (failure != null) {
                cannotAsk(replyTo);
              } else if (owned) {
                run(read, replyTo);
              } else {
                replyTo.sendAgain(TAKEN);
              }
            });
  }

  /** Nothing was written, and what is true cannot be said. */
  static void cannotAsk(ReplyPath replyTo) {
    replyTo.answer(
        Outcome.Refused.of(ProblemCode.NOT_READY.problem("The journal could not be asked.")));
  }

  /** Answers even where a read fails: its stage would keep that to itself, its actor would end. */
  private void run(Runnable read, ReplyPath replyTo) {
    if (runtime.waits()) {
      // Its state may have to be worked out elsewhere first, and actors wait for nobody.
      Thread.ofVirtual().name("read-" + description.service()).start(() -> runHere(read, replyTo));
    } else {
      runHere(read, replyTo);
    }
  }

  private void runHere(Runnable read, ReplyPath replyTo) {
    try {
      read.run();
    } catch (Throwable failure) {
      LOG.error("A read of {} failed", description.service(), failure);
      replyTo.answer(
          Outcome.Refused.of(
              ProblemCode.INTERNAL.problem(
                  "A read of %s failed.".formatted(description.service()))));
    }
  }

  private void ask(EntityState state, Call call, ReplyPath replyTo) {
    Consumer<Ran<Answer>> then = ran -> replyTo.answer(answered(state, call, ran));
    host.threads()
        .run(
            pace(call.handler()),
            call.deadline(),
            () ->
                runtime.query(
                    state.function(), invocation(state, call, host.clock().instant(), replyTo)),
            then)
        .ifPresent(then);
  }

  private Outcome answered(EntityState state, Call call, Ran<Answer> ran) {
    return switch (ran) {
      case Ran.Returned<Answer>(Answer.Found(var value)) ->
          new Outcome.Answered(value, state.sequence(), description.version(), host.node());
      case Ran.Returned<Answer>(Answer.Nothing _) ->
          Outcome.Refused.of(
              ProblemCode.NOTHING_THERE.problem(
                  call.handler() + " of " + call.target() + " found nothing."));
      case Ran.Returned<Answer>(Answer.Refused(var problem)) -> Outcome.Refused.of(problem);
      case Ran.Threw<Answer>(Throwable failure) -> failed(call.target(), call, failure);
      case Ran.Refused<Answer>(var problem) -> Outcome.Refused.of(problem);
    };
  }

  private Outcome inspected(EntityId id, EntityState state) {
    if (state.sequence() == 0) {
      return Outcome.Refused.of(ProblemCode.UNKNOWN_ENTITY.problem(id + " has no history."));
    }
    try {
      return new Outcome.Inspected(
          state.function().encode(),
          state.sequence(),
          state.time(),
          description.version(),
          host.node());
    } catch (RuntimeException e) {
      LOG.warn("The state of {} has no JSON form", id, e);
      return Outcome.Refused.of(
          ProblemCode.INTERNAL.problem("The state of %s has no JSON form.".formatted(id)));
    }
  }

  /** Worked out by the instance's own thread, as what it knows of messages is changed in place. */
  private Outcome examined(EntityId id, long number, EntityState state) {
    if (state.sequence() == 0) {
      return Outcome.Refused.of(ProblemCode.UNKNOWN_ENTITY.problem(id + " has no history."));
    }
    Optional<Json> told =
        number == 0
            ? Optional.of(MessagesView.of(state.messages()))
            : MessagesView.of(state.messages(), number);
    return told.<Outcome>map(
            json ->
                new Outcome.Inspected(
                    json, state.sequence(), state.time(), description.version(), host.node()))
        .orElseGet(
            () ->
                Outcome.Refused.of(
                    ProblemCode.UNKNOWN_MESSAGE.problem(
                        "%s has no parked message %d.".formatted(id, number))));
  }

  private Outcome recalled(EntityMessage.Recall recall, EntityState state) {
    int slice = host.journal().slices().of(recall.target().key());
    return state
        .inbox()
        .find(recall.idempotencyKey())
        .filter(entry -> entry.sequence() <= state.sequence())
        .<Outcome>map(entry -> again(entry, slice))
        .orElseGet(
            () ->
                Outcome.Refused.of(
                    ProblemCode.UNKNOWN_INVOCATION.problem(
                        recall.target() + " does not remember this key.")));
  }

  /** The first result again. */
  Outcome.Replied again(Inbox.Entry entry, int slice) {
    return new Outcome.Replied(
        entry.reply(), entry.sequence(), slice, entry.offset(), true, entry.version(), host.node());
  }

  /** What a caller is told of a handler that threw; operators find the rest in the log. */
  Outcome.Refused failed(EntityId id, Call call, Throwable failure) {
    if (failure instanceof InvalidArgument invalid) {
      return Outcome.Refused.of(invalid.problem());
    }
    host.counters().failedHandlers.increment();
    LOG.warn("{} of {} failed: {}", call.handler(), id, failure.getMessage(), failure);
    return Outcome.Refused.of(
        ProblemCode.HANDLER_FAILED.problem(
            "%s of %s failed; nothing was written.".formatted(call.handler(), id)));
  }

  /** Roughly what a state takes in memory: its JSON form, as nobody can measure objects cheaply. */
  int sizeOf(EntityState state) {
    try {
      return state.sequence() == 0 ? 0 : state.function().size();
    } catch (RuntimeException e) {
      // Such as a NaN, which has no JSON form. It can be folded all the same.
      LOG.warn("A state of {} cannot be measured: {}", description.service(), e.getMessage());
      return 0;
    }
  }

  private Invocation invocation(EntityState state, Call call, Instant now, ReplyPath replyTo) {
    return new Invocation(
        call.target(),
        call.handler(),
        call.argument(),
        state.sequence(),
        now,
        call.deadline(),
        call.caller(),
        host.calls().callsFrom(call, () -> replyTo.attempt().id(), pace(call.handler())));
  }

  private HandlerPace pace(String handler) {
    HandlerPace pace = paces.get(handler);
    return pace != null
        ? pace
        : paces.computeIfAbsent(
            handler, _ -> host.threads().pace(description.service(), runtime.waits()));
  }
}

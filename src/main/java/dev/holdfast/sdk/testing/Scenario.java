package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.Settings;
import dev.holdfast.sdk.binding.Binder;
import dev.holdfast.sdk.binding.Capabilities;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One instance of one service, moved by hand: given events, when a command, then an {@link
 * Outcome}. Its id is {@code test}. Time stands still until {@link #at} moves it.
 *
 * <p>It is mutable: each command that is accepted changes the state for the next one.
 *
 * @param <S> the service
 */
public final class Scenario<S> {
  private static final String ID = "test";

  private final Class<S> type;
  private final Instance instance;
  private final Surroundings around = new Surroundings();
  private final WorkflowRun steps;

  private Scenario(Class<S> type, ServiceBinding service) {
    this.type = type;
    this.instance = new Instance(service);
    this.steps = new WorkflowRun(instance);
  }

  /**
   * A new instance in its empty state.
   *
   * @throws InvalidService when the service could not be loaded
   */
  public static <S> Scenario<S> of(Class<S> type) {
    return new Scenario<>(type, bind(type));
  }

  /**
   * Folds a recorded journal, a file with one event a line, and fails if this version of the
   * service cannot read it or comes to another state than the last line says.
   */
  public static void golden(Class<?> type, Path journal) {
    Golden.fold(bind(type), journal);
  }

  static ServiceBinding bind(Class<?> type) {
    return new Binder(Capabilities.ALL, JsonLimits.DEFAULT).bind(List.of(type)).getFirst();
  }

  /** Events that have happened; for a {@link dev.holdfast.sdk.Value} the states it was given. */
  public Scenario<S> given(Object... events) {
    for (Object event : events) {
      instance.given(event);
    }
    return this;
  }

  /** The time from now on. */
  public Scenario<S> at(Instant now) {
    around.at(now);
    return this;
  }

  /** Who calls from now on: a user with these roles. */
  public Scenario<S> as(String user, String... roles) {
    around.as(user, Set.of(roles));
    return this;
  }

  /** What {@code context.call} gives for this call; a {@link Rejected} is thrown. */
  public Scenario<S> answering(Call<?> call, Object reply) {
    around.answer(call, Optional.of(reply));
    return this;
  }

  /** Lets {@code context.call} make this call, which has no reply. */
  public Scenario<S> answering(Call<Void> call) {
    around.answer(call, Optional.empty());
    return this;
  }

  /** What a model says from now on. */
  public Scenario<S> predicting(String model, Object output) {
    around.predict(model, output);
    return this;
  }

  /** The settings of this type. */
  public Scenario<S> with(Settings settings) {
    around.with(settings);
    return this;
  }

  /** Runs a command. */
  public <R> Outcome<S, R> when(Call.Plain<S, Effect<R>> handler) {
    return run(Call.command(type, ID, handler));
  }

  /** Runs a command that takes the context. */
  public <R> Outcome<S, R> when(Call.WithContext<S, Effect<R>> handler) {
    return run(Call.command(type, ID, handler));
  }

  /** Runs a command that takes an argument. */
  public <A, R> Outcome<S, R> when(Call.WithArgument<S, A, Effect<R>> handler, A argument) {
    return run(Call.command(type, ID, handler, argument));
  }

  /** Runs a command that takes an argument and the context. */
  public <A, R> Outcome<S, R> when(Call.WithBoth<S, A, Effect<R>> handler, A argument) {
    return run(Call.command(type, ID, handler, argument));
  }

  /** Asks a query. */
  public <R> Outcome<S, R> ask(Call.Plain<S, R> handler) {
    return run(Call.query(type, ID, handler));
  }

  /** Asks a query that takes the context. */
  public <R> Outcome<S, R> ask(Call.WithContext<S, R> handler) {
    return run(Call.query(type, ID, handler));
  }

  /** Asks a query that takes an argument. */
  public <A, R> Outcome<S, R> ask(Call.WithArgument<S, A, R> handler, A argument) {
    return run(Call.query(type, ID, handler, argument));
  }

  /** Asks a query that takes an argument and the context. */
  public <A, R> Outcome<S, R> ask(Call.WithBoth<S, A, R> handler, A argument) {
    return run(Call.query(type, ID, handler, argument));
  }

  private <R> Outcome<S, R> run(Call<R> call) {
    var context = around.context(ID, instance.sequence());
    Instance.Ran ran = instance.run(call.handler(), call.argument(), context);
    instance.commit(ran);
    return new Outcome<>(this, call, ran);
  }

  /** The next step of a workflow makes this call and gets this answer; for a signal see below. */
  public Scenario<S> step(String name, Call<?> call, Object answer) {
    steps.answered(name, call, Optional.of(answer));
    return this;
  }

  /** The next step of a workflow makes this call, which has no reply. */
  public Scenario<S> step(String name, Call<Void> call) {
    steps.answered(name, call, Optional.empty());
    return this;
  }

  /** The next step of a workflow waits for a signal, which comes; or sleeps, which ends. */
  public Scenario<S> step(String name, Object... signal) {
    steps.passed(name, List.of(signal));
    return this;
  }

  /** The next step fails, is rejected or comes too late: these calls undo the ones before it. */
  public Scenario<S> fails(String name, Call<?>... undone) {
    steps.failed(name, List.of(undone));
    return this;
  }

  /** The state now. */
  public S state() {
    return type.cast(instance.state());
  }
}

package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All that is around an instance in a scenario: the time, the caller, and who answers what. */
final class Surroundings {
  /** Time stands still at a moment that tells nothing by accident, until a test moves it. */
  private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Function<Call<?>, Optional<Object>> others;
  private int callsMade;
  private Instant now = START;
  private Context.Caller caller = new Context.Caller(Context.Caller.Kind.ANONYMOUS, "", Set.of());
  private final Map<Call<?>, Optional<Object>> answers = new HashMap<>();
  private final Map<String, Object> predictions = new HashMap<>();
  private final Map<Class<?>, Settings> settings = new HashMap<>();

  /** Calls are answered as the test says. */
  Surroundings() {
    this.others = this::answer;
  }

  /** Calls are answered by others. */
  Surroundings(Function<Call<?>, Optional<Object>> others) {
    this.others = others;
  }

  /** How many calls handlers have made so far. */
  int callsMade() {
    return callsMade;
  }

  Instant now() {
    return now;
  }

  void at(Instant instant) {
    now = instant;
  }

  void as(String name, Set<String> roles) {
    caller = new Context.Caller(Context.Caller.Kind.USER, name, roles);
  }

  void answer(Call<?> call, Optional<Object> reply) {
    answers.put(call, reply);
  }

  private Optional<Object> answer(Call<?> call) {
    Optional<Object> answer = answers.get(call);
    if (answer == null) {
      throw new AssertionError("Nobody answers " + call + ". Add .answering(call, reply).");
    }
    if (answer.orElse(null) instanceof Rejected rejected) {
      throw rejected;
    }
    return answer;
  }

  void predict(String model, Object output) {
    predictions.put(model, output);
  }

  void with(Settings record) {
    settings.put(record.getClass(), record);
  }

  /** What one handler is given. */
  Context context(String id, long sequence) {
    return new Given(id, sequence);
  }

  private final class Given implements Context {
    private final String id;
    private final long sequence;

    Given(String id, long sequence) {
      this.id = id;
      this.sequence = sequence;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long sequence() {
      return sequence;
    }

    @Override
    public Caller caller() {
      return caller;
    }

    @Override
    public Instant deadline() {
      return now.plus(PATIENCE);
    }

    // The answer was given for a call of this type; Void has no value but null.
    @SuppressWarnings({"unchecked", "NullAway"})
    @Override
    public <R> R call(Call<R> call) {
      callsMade++;
      return (R) others.apply(call).orElse(null);
    }

    @Override
    public <T> T predict(String model, Object input, Class<T> output) {
      Object prediction = predictions.get(model);
      if (prediction == null) {
        throw new AssertionError(
            "Nobody predicts " + model + ". Add .predicting(\"" + model + "\", output).");
      }
      return output.cast(prediction);
    }

    @Override
    public <T extends Settings> T settings(Class<T> type) {
      Settings record = settings.get(type);
      if (record == null) {
        throw new AssertionError(
            "There are no settings " + type.getSimpleName() + ". Add .with(settings).");
      }
      return type.cast(record);
    }
  }
}

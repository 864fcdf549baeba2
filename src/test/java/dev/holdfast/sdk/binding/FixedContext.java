package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Settings;
import java.time.Instant;
import java.util.Set;

/** A context that knows its id and a time, and cannot call anyone. */
record FixedContext(String id) implements Context {
  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public long sequence() {
    return 7;
  }

  @Override
  public Caller caller() {
    return new Caller(Caller.Kind.ANONYMOUS, "", Set.of());
  }

  @Override
  public Instant deadline() {
    return Instant.MAX;
  }

  @Override
  public <R> R call(Call<R> call) {
    throw new UnsupportedOperationException(call.toString());
  }

  @Override
  public <T> T predict(String model, Object input, Class<T> output) {
    throw HandlerFailed.notYet(model, Capability.PREDICTIONS);
  }

  @Override
  public <T extends Settings> T settings(Class<T> type) {
    throw HandlerFailed.notYet(type.getSimpleName(), Capability.SETTINGS);
  }
}

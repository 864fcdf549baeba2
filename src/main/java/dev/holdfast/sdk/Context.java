package dev.holdfast.sdk;

import java.time.Instant;
import java.util.Set;

/** All that a handler may know beyond its state and its argument: its optional last parameter. */
public interface Context {
  /** The id of this instance. */
  String id();

  /** The time of this decision; the only clock a handler should read. */
  Instant now();

  /** How many commits this instance has had before this one. */
  long sequence();

  Caller caller();

  /** When the caller stops waiting. */
  Instant deadline();

  /**
   * Calls another service and waits for its answer.
   *
   * @throws Rejected when it refuses
   */
  <R> R call(Call<R> call);

  /** Asks a model; input and output become part of the commit. */
  <T> T predict(String model, Object input, Class<T> output);

  /** The configuration of this service, as the record that describes it. */
  <T extends Settings> T settings(Class<T> type);

  /** Who calls, as proved by a credential. The name is empty for {@link Kind#ANONYMOUS}. */
  record Caller(Kind kind, String name, Set<String> roles) {
    /** What was proved. */
    public enum Kind {
      ANONYMOUS,
      USER,
      SERVICE,
      OPERATOR
    }

    public Caller {
      roles = Set.copyOf(roles);
    }
  }
}

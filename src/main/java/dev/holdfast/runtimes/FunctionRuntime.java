package dev.holdfast.runtimes;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import java.util.List;

/**
 * One version of one service, ready to be asked: the port between the platform and user code.
 *
 * <p>Invariant: a runtime keeps no truth. It maps (state, command) to a decision and (state,
 * events) to a state; whoever calls it decides what becomes durable. Calls block until user code is
 * done and may come from any thread; calls for different instances come at the same time.
 */
public interface FunctionRuntime extends AutoCloseable {
  ServiceDescription description();

  /** The state of an instance before its first event. */
  FunctionState empty();

  /**
   * Runs a command handler. Nothing is done by it: what it decided is the result.
   *
   * @throws InvalidArgument when the argument does not fit the handler
   * @throws FunctionFailed when the handler threw
   */
  Decision decide(FunctionState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed;

  /**
   * Runs a query handler on a state.
   *
   * @return the answer; {@link Answer.Nothing} when the query found nothing
   */
  Answer query(FunctionState state, Invocation invocation) throws InvalidArgument, FunctionFailed;

  /** Folds events, oldest first, into a state; upcasts old versions on the way. */
  FunctionState fold(FunctionState state, List<EventData> events) throws FunctionFailed;

  /** Folds whole histories, each from the empty state; none keeps another from being folded. */
  default List<Folded> foldAll(List<List<EventData>> histories) {
    return histories.stream().map(history -> OneFold.of(this, history)).toList();
  }

  /** Reads a state written by {@link FunctionState#encode()}; empty when its shape has changed. */
  java.util.Optional<FunctionState> decode(Json state);

  /** Whether each call waits for something outside of this process, however fast it is. */
  default boolean waits() {
    return false;
  }

  @Override
  void close();

  /** What a query answered. */
  sealed interface Answer {
    record Found(Json value) implements Answer {}

    record Nothing() implements Answer {}

    /** A call made by the query was refused. */
    record Refused(dev.holdfast.protocol.Problem problem) implements Answer {}
  }
}

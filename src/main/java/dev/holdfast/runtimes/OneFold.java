package dev.holdfast.runtimes;

import dev.holdfast.protocol.EventData;
import java.util.List;

/** One history folded by a runtime of this process. */
final class OneFold {
  private OneFold() {}

  static Folded of(FunctionRuntime runtime, List<EventData> history) {
    try {
      return new Folded.State(runtime.fold(runtime.empty(), history).encode());
    } catch (FunctionFailed | RuntimeException e) {
      return failed(runtime, history, String.valueOf(e.getMessage()));
    }
  }

  /** Once more, one by one, for which it is. */
  private static Folded failed(FunctionRuntime runtime, List<EventData> history, String why) {
    FunctionState state = runtime.empty();
    for (int i = 0; i < history.size(); i++) {
      try {
        state = runtime.fold(state, List.of(history.get(i)));
      } catch (FunctionFailed | RuntimeException e) {
        return new Folded.Failed(i, String.valueOf(e.getMessage()));
      }
    }
    return new Folded.Failed(-1, why);
  }
}

package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.sdk.binding.json.JsonCodec;

/** A state as the author's record; it becomes JSON only where it has to travel. */
record JvmState(Object value, JsonCodec codec) implements FunctionState {
  @Override
  public Json encode() {
    return Json.wrap(codec.encode(value));
  }
}

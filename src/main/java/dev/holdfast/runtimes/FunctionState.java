package dev.holdfast.runtimes;

import dev.holdfast.protocol.Json;

/** A state as its runtime keeps it: an object beside the function, JSON when it travels. */
public interface FunctionState {
  Json encode();

  /** Roughly how large it is, in bytes; never waits for anything. */
  default int size() {
    return encode().size();
  }
}

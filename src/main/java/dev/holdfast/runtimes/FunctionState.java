package dev.holdfast.runtimes;

import dev.holdfast.protocol.Json;

/** A state as its runtime keeps it: an object beside the function, JSON when it travels. */
public interface FunctionState {
  Json encode();
}

package dev.holdfast.messaging;

import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import java.util.Optional;

/** What operators see of connectors and do with them; every call may wait for the database. */
public interface ConnectorAccess {
  /** All of them as this node runs them, as a document. */
  Json all();

  /** One of them; empty where there is none. */
  Optional<Json> one(String name);

  /** Declares one on all nodes; answers what is wrong with it, and then nothing has changed. */
  Optional<Problem> put(String name, Json settings);

  /** Takes one away on all nodes; answers why that cannot be. */
  Optional<Problem> remove(String name);
}

package dev.holdfast.outbound;

import java.time.InstantSource;
import java.util.Map;

/**
 * What code that calls out must not reach for itself.
 *
 * @param environment in which secrets are looked up
 */
public record Surroundings(InstantSource clock, Map<String, String> environment) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}

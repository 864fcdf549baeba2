package dev.holdfast.deployments.registry;

import java.time.Instant;
import java.util.List;

/**
 * One version of a deployment; it never changes.
 *
 * @param number how people name it, from 1 on
 * @param id the content address that commits carry
 * @param services the services in it
 * @param verdict what the replay gate said of it, in a line
 * @param by who deployed it
 */
public record Version(
    int number,
    String id,
    Source source,
    List<String> services,
    String verdict,
    boolean forced,
    String by,
    Instant at) {
  public Version {
    services = List.copyOf(services);
  }

  /** The same code under its number. */
  Version numbered(int own) {
    return new Version(own, id, source, services, verdict, forced, by, at);
  }
}

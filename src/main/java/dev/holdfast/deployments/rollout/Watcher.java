package dev.holdfast.deployments.rollout;

import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.Order;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.services.VersionHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches new versions on this node, and has one that fares badly rolled back.
 *
 * <p>Invariant: it only gives an order that says which version it has seen fail; if another runs by
 * then, nothing happens. Each node judges by what it sees itself, so the first one that sees enough
 * decides for all.
 */
public final class Watcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final String BY = "holdfast";

  private final Parts parts;
  private final Map<String, Watched> watched = new HashMap<>();

  /** How all versions of deployments stood at the last look, by number and service. */
  private final Map<String, Map<Integer, Map<String, VersionHealth>>> stood = new HashMap<>();

  private final Thread thread = Thread.ofVirtual().name("rollout-watch").unstarted(this::watch);
  private volatile boolean closed;

  /**
   * What it needs.
   *
   * @param health of a service's version, by their names
   * @param orders gives an order to a deployment
   * @param interval between two looks
   * @param time how long a version is new
   */
  public record Parts(
      Reconciler reconciler,
      BiFunction<String, String, VersionHealth> health,
      Orders orders,
      Judge judge,
      InstantSource clock,
      Duration interval,
      Duration time) {}

  /** The way to the registry. */
  @FunctionalInterface
  public interface Orders {
    void give(String deployment, Order.RollBack order);
  }

  /** A version that is new, and how everything stood before it ran. */
  private record Watched(
      int number,
      boolean tried,
      Map<String, VersionHealth> now,
      Map<String, VersionHealth> before) {}

  private Watcher(Parts parts) {
    this.parts = parts;
  }

  public static Watcher start(Parts parts) {
    var watcher = new Watcher(parts);
    watcher.thread.start();
    return watcher;
  }

  private void watch() {
    try {
      while (!closed) {
        TimeUnit.MILLISECONDS.sleep(parts.interval().toMillis());
        parts.reconciler().deployments().forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String name, Deployment deployment) {
    try {
      Map<Integer, Map<String, VersionHealth>> stands = new HashMap<>();
      deployment.versions().forEach(version -> stands.put(version.number(), health(version)));
      Map<Integer, Map<String, VersionHealth>> last =
          Optional.ofNullable(stood.put(name, stands)).orElse(stands);
      int number = deployment.canary() == 0 ? deployment.stable() : deployment.canary();
      Optional<Version> now = deployment.version(number);
      Optional<Version> before = deployment.rollsBackTo();
      if (now.isEmpty() || before.isEmpty() || before.get().number() >= number) {
        // Nothing came before it, or it is a version that somebody went back to.
        watched.remove(name);
        return;
      }
      boolean tried = deployment.canary() != 0;
      Watched known = watched.get(name);
      if (known == null || known.number() != number || known.tried() != tried) {
        known = new Watched(number, tried, of(last, now.get()), of(last, before.get()));
        watched.put(name, known);
      }
      if (tried || parts.clock().instant().isBefore(deployment.since().plus(parts.time()))) {
        compare(known, of(stands, now.get()), of(stands, before.get()))
            .ifPresent(why -> goBack(name, now.get(), before.get(), why));
      }
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be watched: {}", name, e.getMessage());
    }
  }

  private Map<String, VersionHealth> health(Version version) {
    Map<String, VersionHealth> all = new HashMap<>();
    version
        .services()
        .forEach(service -> all.put(service, parts.health().apply(service, version.id())));
    return all;
  }

  /** Why a version has to go, by what it and the one before have done until now. */
  private Optional<String> compare(
      Watched known, Map<String, VersionHealth> now, Map<String, VersionHealth> before) {
    for (Map.Entry<String, VersionHealth> one : now.entrySet()) {
      String service = one.getKey();
      VersionHealth since = one.getValue().since(of(known.now(), service));
      VersionHealth was = of(before, service);
      // Both run at the same time while one is tried; else it is known from before.
      VersionHealth beside = known.tried() ? was.since(of(known.before(), service)) : was;
      Optional<String> why = parts.judge().judge(beside, since);
      if (why.isPresent()) {
        return Optional.of(service + ": " + why.get());
      }
    }
    return Optional.empty();
  }

  private static Map<String, VersionHealth> of(
      Map<Integer, Map<String, VersionHealth>> all, Version version) {
    return all.getOrDefault(version.number(), Map.of());
  }

  private static VersionHealth of(Map<String, VersionHealth> all, String service) {
    return all.getOrDefault(service, VersionHealth.NONE);
  }

  private void goBack(String name, Version now, Version before, String why) {
    LOG.warn("{} goes back from version {}: {}", name, now.number(), why);
    parts.orders().give(name, new Order.RollBack(before.number(), now.number(), why, BY));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

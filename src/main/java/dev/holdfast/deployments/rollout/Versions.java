package dev.holdfast.deployments.rollout;

import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.services.Rollout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of one deployment that are loaded on this node.
 *
 * <p>Invariant: a version that cannot be loaded here changes nothing of what runs; it is tried
 * again after a while. Used by one thread.
 */
final class Versions {
  private static final Logger LOG = LoggerFactory.getLogger(Versions.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final String name;
  private final VersionLoader loader;
  private final InstantSource clock;
  private final Map<Integer, Loaded> loaded = new TreeMap<>();
  private final Map<Integer, Failure> failures = new TreeMap<>();
  private Deployment deployment = Deployment.NONE;

  /** What ran last; kept while what should run cannot. */
  private int stable;

  private record Failure(String why, Instant at) {}

  Versions(String name, VersionLoader loader, InstantSource clock) {
    this.name = name;
    this.loader = loader;
    this.clock = clock;
  }

  /**
   * Loads what is missing.
   *
   * @return what is not needed any more, to be closed once nothing is on its way through it
   */
  List<Loaded> follow(Deployment next) {
    deployment = next;
    Set<Integer> wanted = next.wanted();
    for (int number : wanted) {
      next.version(number).ifPresent(this::load);
    }
    if (loaded.containsKey(next.stable())) {
      stable = next.stable();
    } else if (next.stable() == 0) {
      stable = 0;
    }
    List<Loaded> spare = new ArrayList<>();
    for (int number : List.copyOf(loaded.keySet())) {
      if (!wanted.contains(number) && number != stable) {
        spare.add(loaded.remove(number));
      }
    }
    failures.keySet().retainAll(wanted);
    return spare;
  }

  private void load(Version version) {
    if (loaded.containsKey(version.number()) || failedLately(version.number())) {
      return;
    }
    try {
      Loaded code = loader.load(name, version);
      if (!code.version().equals(version.id())) {
        code.close();
        throw new IOException(
            "its code is %s here, but was %s where it was deployed"
                .formatted(code.version(), version.id()));
      }
      loaded.put(version.number(), code);
      failures.remove(version.number());
      LOG.info("{} version {} ({}) is loaded", name, version.number(), version.id());
    } catch (UnloadableCode e) {
      failed(version, String.join("\n", e.faults()));
    } catch (IOException | RuntimeException e) {
      failed(version, String.valueOf(e.getMessage()));
    }
  }

  private boolean failedLately(int number) {
    Failure failure = failures.get(number);
    return failure != null && clock.instant().isBefore(failure.at().plus(AGAIN));
  }

  private void failed(Version version, String why) {
    failures.put(version.number(), new Failure(why, clock.instant()));
    LOG.error("{} version {} cannot be loaded here: {}", name, version.number(), why);
  }

  /** What its instances are to run here. */
  List<Rollout> rollouts() {
    if (stable == 0) {
      return List.of();
    }
    Map<String, FunctionRuntime> trying = byService(deployment.canary());
    Map<String, Rollout> rollouts = new LinkedHashMap<>();
    byService(stable)
        .forEach(
            (service, runtime) ->
                rollouts.put(
                    service,
                    new Rollout(
                        runtime,
                        Optional.ofNullable(trying.get(service))
                            .map(it -> new Rollout.Canary(it, deployment.share())))));
    return List.copyOf(rollouts.values());
  }

  private Map<String, FunctionRuntime> byService(int number) {
    Loaded code = loaded.get(number);
    return code == null
        ? Map.of()
        : code.runtimes().stream()
            .collect(
                Collectors.toMap(runtime -> runtime.description().service(), runtime -> runtime));
  }

  Report report() {
    Map<Integer, String> states = new TreeMap<>();
    loaded.keySet().forEach(number -> states.put(number, Report.LOADED));
    failures.forEach((number, failure) -> states.put(number, failure.why()));
    return new Report(states, stable);
  }

  List<Loaded> all() {
    return List.copyOf(loaded.values());
  }
}

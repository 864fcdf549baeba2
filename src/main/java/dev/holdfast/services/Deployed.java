package dev.holdfast.services;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.FunctionRuntime;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The services that are deployed at one moment, by name; replaced as a whole when one changes.
 *
 * @param absent names of those that are deployed and cannot run on this node, or not yet
 */
public record Deployed(Map<String, Rollout> services, Set<String> absent) {
  /** How the names of services begin that the platform has for itself. */
  public static final String PLATFORM = "holdfast-";

  public static final Deployed NOTHING = new Deployed(Map.of(), Set.of());

  public Deployed {
    services = Collections.unmodifiableMap(new TreeMap<>(services));
    var missing = new TreeSet<>(absent);
    missing.removeAll(services.keySet());
    absent = Collections.unmodifiableSet(missing);
  }

  /** One version each, for all instances. */
  public static Deployed of(Collection<FunctionRuntime> runtimes) {
    return NOTHING.with(runtimes.stream().map(Rollout::of).toList());
  }

  public Optional<Rollout> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  /** The same, where these ought to run as well. */
  public Deployed lacking(Set<String> names) {
    return new Deployed(services, names);
  }

  /** Why nothing runs under a name: another node may have it, or this one in a moment. */
  public Problem missing(String service) {
    // It may have come between two looks.
    return absent.contains(service) || services.containsKey(service)
        ? ProblemCode.NOT_READY.problem(service + " is deployed, but not loaded on this node.")
        : ProblemCode.UNKNOWN_SERVICE.problem(service + " is not deployed.");
  }

  /** The version that an instance runs. */
  public Optional<FunctionRuntime> runtime(EntityId id) {
    Rollout rollout = services.get(id.service());
    return rollout == null ? Optional.empty() : Optional.of(rollout.of(id));
  }

  /** All versions of all services. */
  public Set<FunctionRuntime> runtimes() {
    return services.values().stream()
        .flatMap(rollout -> rollout.runtimes().stream())
        .collect(Collectors.toSet());
  }

  /** Of what was deployed; services of the platform's own are nobody's to call. */
  public List<ServiceDescription> descriptions() {
    return services.values().stream()
        .map(Rollout::description)
        .filter(service -> !service.service().startsWith(PLATFORM))
        .toList();
  }

  /** These services and those, which win. */
  public Deployed with(Collection<Rollout> more) {
    var all = new TreeMap<>(services);
    for (Rollout rollout : more) {
      all.put(rollout.description().service(), rollout);
    }
    return new Deployed(all, absent);
  }
}

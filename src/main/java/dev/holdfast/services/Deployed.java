package dev.holdfast.services;

import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.FunctionRuntime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The services that are deployed at one moment, by name; replaced as a whole when one changes. */
public record Deployed(Map<String, FunctionRuntime> runtimes) {
  /** How the names of services begin that the platform has for itself. */
  public static final String PLATFORM = "holdfast-";

  public static final Deployed NOTHING = new Deployed(Map.of());

  public Deployed {
    runtimes = java.util.Collections.unmodifiableMap(new TreeMap<>(runtimes));
  }

  public Optional<FunctionRuntime> runtime(String service) {
    return Optional.ofNullable(runtimes.get(service));
  }

  /** Of what was deployed; services of the platform's own are nobody's to call. */
  public Collection<ServiceDescription> descriptions() {
    return runtimes.values().stream()
        .map(FunctionRuntime::description)
        .filter(service -> !service.service().startsWith(PLATFORM))
        .toList();
  }

  /** These services and those, which win. */
  public Deployed with(Collection<FunctionRuntime> more) {
    var all = new TreeMap<>(runtimes);
    for (FunctionRuntime runtime : more) {
      all.put(runtime.description().service(), runtime);
    }
    return new Deployed(all);
  }
}

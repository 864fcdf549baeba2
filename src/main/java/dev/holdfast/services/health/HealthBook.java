package dev.holdfast.services.health;

import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.services.VersionHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/** How versions of services fare here; of each service the last few that ran are remembered. */
public final class HealthBook {
  private static final int MOST_VERSIONS = 8;

  private final Map<String, Map<String, HealthCounters>> counters = new LinkedHashMap<>();

  public synchronized HealthCounters of(ServiceDescription service) {
    Map<String, HealthCounters> versions =
        counters.computeIfAbsent(service.service(), _ -> new LinkedHashMap<>());
    HealthCounters known = versions.remove(service.version());
    HealthCounters found = known == null ? new HealthCounters() : known;
    versions.put(service.version(), found);
    if (versions.size() > MOST_VERSIONS) {
      versions.remove(versions.keySet().iterator().next());
    }
    return found;
  }

  public synchronized VersionHealth read(String service, String version) {
    HealthCounters found = counters.getOrDefault(service, Map.of()).get(version);
    return found == null ? VersionHealth.NONE : found.read();
  }
}

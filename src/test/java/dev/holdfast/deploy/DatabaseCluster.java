package dev.holdfast.deploy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we use of CloudNativePG's {@code Cluster}, in its own names and types; a key that is not
 * here is refused, so whoever uses another one looks it up and adds it.
 */
record DatabaseCluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      int instances,
      String imageName,
      Bootstrap bootstrap,
      Postgresql postgresql,
      Inherited inheritedMetadata,
      ResourceRequirements resources,
      Storage storage,
      Storage walStorage,
      Affinity affinity,
      String primaryUpdateStrategy,
      String primaryUpdateMethod,
      boolean enablePDB) {}

  record Bootstrap(Initdb initdb) {}

  record Initdb(String database, String owner, boolean dataChecksums) {}

  record Postgresql(Synchronous synchronous, Map<String, String> parameters) {}

  record Synchronous(Method method, int number, Durability dataDurability) {}

  /** In the words of the operator. */
  enum Method {
    any,
    first
  }

  /** In the words of the operator. */
  enum Durability {
    required,
    preferred
  }

  record Inherited(@Nullable Map<String, String> annotations, Map<String, String> labels) {}

  record Storage(String size, @Nullable String storageClass) {}

  record Affinity(boolean enablePodAntiAffinity, String podAntiAffinityType, String topologyKey) {}
}

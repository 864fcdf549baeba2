package dev.holdfast.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.istio.api.security.v1.PeerAuthentication;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads manifests into the types of their schemas.
 *
 * <p>Invariant: what a schema does not know is refused, and so is a value of another type, as the
 * API server does with strict validation. The model classes would keep unknown keys aside.
 */
final class StrictYaml {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Secret", Secret.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("networking.istio.io/v1/VirtualService", VirtualService.class),
          Map.entry("networking.istio.io/v1/DestinationRule", DestinationRule.class),
          Map.entry("security.istio.io/v1/PeerAuthentication", PeerAuthentication.class),
          Map.entry("postgresql.cnpg.io/v1/Cluster", DatabaseCluster.class));

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private static final ObjectMapper TYPED =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .annotationIntrospector(new NothingKeptAside())
          .withCoercionConfig(
              LogicalType.Textual,
              texts -> {
                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .withCoercionConfig(
              LogicalType.Integer,
              numbers -> numbers.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Boolean,
              flags -> flags.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
          .build();

  private StrictYaml() {}

  /** One manifest, as it stands and as its type. */
  record Manifest(String type, String name, JsonNode tree, Object typed) {}

  /** Every document of the text. */
  static List<Manifest> manifests(String text) {
    List<Manifest> manifests = new ArrayList<>();
    for (JsonNode tree : trees(text)) {
      String type = tree.path("apiVersion").asText() + "/" + tree.path("kind").asText();
      Class<?> known = TYPES.get(type);
      if (known == null) {
        throw new IllegalArgumentException("No type is known for " + type);
      }
      String name = tree.path("metadata").path("name").asText();
      manifests.add(new Manifest(type, name, tree, typed(type + " " + name, tree, known)));
    }
    return manifests;
  }

  static List<JsonNode> trees(String text) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a typed value is written. */
  static JsonNode tree(Object typed) {
    return TYPED.valueToTree(typed);
  }

  private static Object typed(String what, JsonNode tree, Class<?> type) {
    try {
      Object typed = TYPED.treeToValue(tree, type);
      String lost = lost(tree, TYPED.valueToTree(typed), "");
      if (!lost.isEmpty()) {
        throw new IllegalArgumentException(what + ": not a value for it at " + lost);
      }
      return typed;
    } catch (IOException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  /** Some types take a word they do not know for none at all; then it is not written back. */
  private static String lost(JsonNode written, JsonNode typed, String path) {
    if (written.isObject()) {
      for (Map.Entry<String, JsonNode> field : written.properties()) {
        String at = path + "/" + field.getKey();
        String lost = lost(field.getValue(), typed.path(field.getKey()), at);
        if (!lost.isEmpty()) {
          return lost;
        }
      }
      return typed.isObject() ? "" : path;
    }
    if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        String lost = lost(written.get(i), typed.path(i), path + "/" + i);
        if (!lost.isEmpty()) {
          return lost;
        }
      }
      return "";
    }
    return typed.equals(written) || typed.asText().equals(written.asText()) ? "" : path;
  }

  /** Hides the maps in which the model classes keep what they do not know. */
  private static final class NothingKeptAside extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }
}

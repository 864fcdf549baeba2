package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every manifest is what its schema allows, and a mistake in one would be seen. */
class ManifestsTest {
  @Test
  void everyOverlayIsLoadedStrictly() throws IOException {
    assertEquals(9, Installation.of("dev").manifests().size());
    assertEquals(10, Installation.of("production").manifests().size());
    assertEquals(14, Installation.of("production-istio").manifests().size());
  }

  /** Patches, too, and components that no overlay of ours includes. */
  @Test
  void everyFileIsLoadedStrictly() throws IOException {
    int loaded = 0;
    for (Path file : Rendering.sources()) {
      boolean manifest = file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml");
      if (manifest) {
        loaded += StrictYaml.manifests(Files.readString(file)).size();
      }
    }
    assertTrue(loaded > 15, loaded + " manifests");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // An unknown key, at several depths and in each family of types.
        "maxUnavailable: 0 | maxUnavailble: 0",
        "readOnlyRootFilesystem | readonlyRootFilesystem",
        "periodSeconds: 180 | periodSecond: 180",
        "automountServiceAccountToken | autoMountServiceAccountToken",
        "dataDurability: required | durability: required",
        "unhealthyPodEvictionPolicy | unhealthyEvictionPolicy",
        "perTryTimeout | perTryTimeOut",
        "splitExternalLocalOriginErrors | splitExternalErrors",
        "mtls: | mTls:",
        "podSelector: | podSelectors:",
        // Another type, and a value that is none of those there are.
        "value: \"25520\" | value: 25520",
        "maxReplicas: 9 | maxReplicas: nine",
        "mode: STRICT | mode: STRICTLY",
        "dataDurability: required | dataDurability: always",
        "sidecar.istio.io/inject: \"true\" | sidecar.istio.io/inject: true",
        // A kind that nobody knows, and a key twice.
        "apiVersion: policy/v1 | apiVersion: policy/v1beta1",
        "minReplicas: 3 | maxReplicas: 3",
      })
  void aMistakeIsSeen(String right, String wrong) throws IOException {
    String rendered = Rendering.kept("production-istio");
    String mistaken = rendered.replace(right.strip(), wrong.strip());
    assertNotEquals(rendered, mistaken, "there is nothing to get wrong");
    assertThrows(RuntimeException.class, () -> StrictYaml.manifests(mistaken));
  }

  @Test
  void productionHoldsNoSecret() throws IOException {
    assertFalse(Rendering.kept("production").contains("kind: Secret"));
    assertFalse(Rendering.kept("production-istio").contains("kind: Secret"));
  }

  @Test
  void everythingLiesInTheNamespaceOfItsOverlay() throws IOException {
    for (Installation installation : Installation.all()) {
      Set<String> namespaces = new TreeSet<>();
      for (StrictYaml.Manifest manifest : installation.manifests()) {
        namespaces.add(
            manifest.type().equals("v1/Namespace")
                ? manifest.name()
                : manifest.tree().path("metadata").path("namespace").asText());
      }
      assertEquals(1, namespaces.size(), installation.overlay() + ": " + namespaces);
    }
  }
}

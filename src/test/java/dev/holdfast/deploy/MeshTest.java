package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is in the mesh: the nodes, by their own label, and nobody else. */
class MeshTest {
  private static final String INJECT = "sidecar.istio.io/inject";
  private static final String AMBIENT = "istio.io/dataplane-mode";

  @Test
  void onlyTheNodesOfTheMeshGetAProxy() throws IOException {
    Installation mesh = Installation.of("production-istio");
    assertEquals("true", mesh.pods().getMetadata().getLabels().get(INJECT));
    assertEquals(List.of(mesh.pods()), mesh.templates(), "another template, say whether it is in");
    for (String overlay : List.of("dev", "production")) {
      assertFalse(Installation.of(overlay).pods().getMetadata().getLabels().containsKey(INJECT));
    }
  }

  /** The operator gives its Jobs none of our labels, so nothing may reach for all pods. */
  @Test
  void noNamespaceIsTakenIntoAMeshAsAWhole() throws IOException {
    for (Installation installation : Installation.all()) {
      Map<String, String> labels = installation.one(Namespace.class).getMetadata().getLabels();
      for (String label : Set.of("istio-injection", "istio.io/rev", AMBIENT)) {
        assertFalse(labels.containsKey(label), installation.overlay() + ": " + label);
      }
    }
  }

  @Test
  void theDatabaseStaysOutOfEveryMesh() throws IOException {
    int databases = 0;
    for (Installation installation : Installation.all()) {
      for (DatabaseCluster database : installation.every(DatabaseCluster.class)) {
        Map<String, String> labels = database.spec().inheritedMetadata().labels();
        assertEquals("false", labels.get(INJECT), installation.overlay());
        assertEquals("none", labels.get(AMBIENT), installation.overlay());
        assertEquals("database", labels.get("holdfast.dev/role"), installation.overlay());
        databases++;
      }
    }
    assertTrue(databases >= 2, "production, with and without the mesh");
  }
}

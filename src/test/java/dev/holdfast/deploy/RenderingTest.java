package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The kept renderings against the files. With kustomize, {@code -Dholdfast.render=true} makes them
 * anew.
 */
class RenderingTest {
  private static final boolean RENEW = Boolean.getBoolean("holdfast.render");

  @Test
  void everyRenderingIsOfTheFilesAsTheyAre() throws Exception {
    for (String overlay : Rendering.OVERLAYS) {
      Optional<String> made = Rendering.made(overlay);
      if (RENEW) {
        Rendering.keep(overlay, made.orElseThrow());
      }
      String kept = Rendering.kept(overlay);
      assertEquals(
          Rendering.digestLine(),
          kept.lines().findFirst().orElse(""),
          overlay + " is out of date: mvn test -Dtest=RenderingTest -Dholdfast.render=true");
      made.ifPresent(now -> assertEquals(byName(now), byName(kept), overlay));
    }
  }

  @Test
  void everyManifestIsPartOfAKustomization() throws IOException {
    List<String> loose = new ArrayList<>();
    List<Path> sources = Rendering.sources();
    for (Path file : sources) {
      Path kustomization = file.resolveSibling("kustomization.yaml");
      String name = String.valueOf(file.getFileName());
      if (!file.equals(kustomization)
          && !Files.readString(kustomization).contains("- " + name)
          && !Files.readString(kustomization).contains("path: " + name)) {
        loose.add(file.toString());
      }
    }
    assertTrue(sources.size() > 15, "the manifests were not found");
    assertEquals(List.of(), loose);
  }

  private static Map<String, JsonNode> byName(String rendered) {
    Map<String, JsonNode> manifests = new TreeMap<>();
    for (JsonNode tree : StrictYaml.trees(rendered)) {
      String name = tree.path("kind").asText() + " " + tree.path("metadata").path("name").asText();
      manifests.put(name, tree);
    }
    return manifests;
  }
}

package dev.holdfast.deploy;

import dev.holdfast.deploy.StrictYaml.Manifest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an overlay installs, by type. */
record Installation(String overlay, List<Manifest> manifests) {
  Installation {
    manifests = List.copyOf(manifests);
  }

  static Installation of(String overlay) throws IOException {
    return new Installation(overlay, StrictYaml.manifests(Rendering.kept(overlay)));
  }

  /** All overlays. */
  static List<Installation> all() throws IOException {
    List<Installation> all = new ArrayList<>();
    for (String overlay : Rendering.OVERLAYS) {
      all.add(of(overlay));
    }
    return all;
  }

  <T> List<T> every(Class<T> type) {
    return manifests.stream()
        .map(Manifest::typed)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  <T> T one(Class<T> type) {
    List<T> found = every(type);
    if (found.size() != 1) {
      throw new IllegalStateException(
          overlay + ": " + found.size() + " of " + type.getSimpleName());
    }
    return found.getFirst();
  }

  /** One of several. */
  Manifest named(String type, String name) {
    return manifests.stream()
        .filter(manifest -> manifest.type().equals(type) && manifest.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(overlay + ": no " + type + " " + name));
  }

  /** The pods of the nodes. */
  PodTemplateSpec pods() {
    return one(Deployment.class).getSpec().getTemplate();
  }

  /** The container of a node. */
  Container node() {
    return pods().getSpec().getContainers().getFirst();
  }

  /** Every template of pods that is ours to write; the operator makes the others. */
  List<PodTemplateSpec> templates() {
    List<PodTemplateSpec> templates = new ArrayList<>();
    every(Deployment.class).forEach(each -> templates.add(each.getSpec().getTemplate()));
    every(StatefulSet.class).forEach(each -> templates.add(each.getSpec().getTemplate()));
    return templates;
  }

  int port(String name) {
    return node().getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .mapToInt(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow();
  }

  String environment(String name) {
    return node().getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }
}

package dev.holdfast.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.deployments.rollout.Report;
import dev.holdfast.protocol.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Deployments as documents. */
final class DeploymentPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double WHOLE = 100.0;

  private DeploymentPage() {}

  static Json of(Map<String, Deployment> all) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode deployments = page.putArray("deployments");
    all.forEach((name, deployment) -> head(deployments.addObject(), name, deployment));
    return Json.of(page.toString());
  }

  static Json of(String name, Deployment deployment, Map<String, Optional<Report>> nodes) {
    ObjectNode page = head(JSON.createObjectNode(), name, deployment);
    ArrayNode versions = page.putArray("versions");
    deployment.versions().forEach(version -> version(versions.addObject(), deployment, version));
    ArrayNode notes = page.putArray("log");
    deployment
        .notes()
        .forEach(
            note ->
                notes
                    .addObject()
                    .put("at", note.at().toString())
                    .put("by", note.by())
                    .put("text", note.text()));
    ArrayNode told = page.putArray("nodes");
    nodes.forEach((node, report) -> node(told.addObject(), node, report));
    return Json.of(page.toString());
  }

  private static ObjectNode head(ObjectNode node, String name, Deployment deployment) {
    node.put("name", name).put("stable", deployment.stable());
    if (deployment.canary() != 0) {
      node.put("canary", deployment.canary()).put("canaryPercent", deployment.share() / WHOLE);
    }
    ArrayNode services = node.putArray("services");
    deployment
        .version(deployment.stable())
        .ifPresent(stable -> stable.services().forEach(services::add));
    return node;
  }

  private static void version(ObjectNode node, Deployment deployment, Version version) {
    double percent = 0;
    if (version.number() == deployment.canary()) {
      percent = deployment.share() / WHOLE;
    } else if (version.number() == deployment.stable()) {
      percent = 100 - (deployment.canary() == 0 ? 0 : deployment.share() / WHOLE);
    }
    node.put("number", version.number())
        .put("id", version.id())
        .put("kind", version.source().kind().name().toLowerCase(Locale.ROOT))
        .put("target", version.source().target())
        .put("percent", percent)
        .put("gate", version.verdict())
        .put("forced", version.forced())
        .put("by", version.by())
        .put("at", version.at().toString());
    ArrayNode services = node.putArray("services");
    version.services().forEach(services::add);
  }

  private static void node(ObjectNode node, String name, Optional<Report> report) {
    node.put("node", name);
    if (report.isPresent()) {
      node.put("stable", report.get().stable());
      ObjectNode versions = node.putObject("versions");
      report
          .get()
          .states()
          .forEach((number, state) -> versions.put(Integer.toString(number), state));
    }
  }
}

package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the manifests promise an operator: safe rollouts, few rights, and names that meet. */
class ChoicesTest {
  private static final int SLOWEST_SCALE_DOWN_SECONDS = 120;

  @Test
  void aRolloutNeverHasFewerNodesThanBefore() throws IOException {
    for (Installation installation : Installation.all()) {
      var rolling = installation.one(Deployment.class).getSpec().getStrategy().getRollingUpdate();
      assertEquals(new IntOrString(1), rolling.getMaxSurge());
      assertEquals(new IntOrString(0), rolling.getMaxUnavailable());
    }
  }

  @Test
  void theAutoscalerOwnsTheNumberOfNodesAndKeepsAMajority() throws IOException {
    Installation production = Installation.of("production");
    assertNull(production.one(Deployment.class).getSpec().getReplicas());
    var scaler = production.one(HorizontalPodAutoscaler.class).getSpec();
    assertEquals(
        production.one(Deployment.class).getMetadata().getName(),
        scaler.getScaleTargetRef().getName());
    assertTrue(scaler.getMinReplicas() >= 3);
    HPAScalingRules down = scaler.getBehavior().getScaleDown();
    assertEquals(1, down.getPolicies().size());
    assertEquals("Pods", down.getPolicies().getFirst().getType());
    assertEquals(1, down.getPolicies().getFirst().getValue());
    assertTrue(down.getPolicies().getFirst().getPeriodSeconds() >= SLOWEST_SCALE_DOWN_SECONDS);
    var budget = production.one(PodDisruptionBudget.class).getSpec();
    assertEquals(new IntOrString(1), budget.getMaxUnavailable());
    assertSelected(production, budget.getSelector().getMatchLabels());
  }

  @Test
  void nodesAreSpreadOverMachinesAndZones() throws IOException {
    for (Installation installation : Installation.all()) {
      Set<String> keys = new TreeSet<>();
      for (var spread : installation.pods().getSpec().getTopologySpreadConstraints()) {
        keys.add(spread.getTopologyKey());
        assertSelected(installation, spread.getLabelSelector().getMatchLabels());
      }
      assertEquals(Set.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"), keys);
    }
  }

  @Test
  void aPodIsRestrictedAsFarAsKubernetesCan() throws IOException {
    for (Installation installation : Installation.all()) {
      Map<String, String> labels = installation.one(Namespace.class).getMetadata().getLabels();
      assertEquals("restricted", labels.get("pod-security.kubernetes.io/enforce"));
      for (PodTemplateSpec template : installation.templates()) {
        var pod = template.getSpec();
        assertEquals(false, pod.getAutomountServiceAccountToken());
        assertEquals(true, pod.getSecurityContext().getRunAsNonRoot());
        assertTrue(pod.getSecurityContext().getRunAsUser() > 0);
        assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
        for (Container container : pod.getContainers()) {
          var security = container.getSecurityContext();
          assertEquals(false, security.getAllowPrivilegeEscalation());
          assertEquals(false, security.getPrivileged());
          assertEquals(true, security.getReadOnlyRootFilesystem());
          assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
          assertTrue(security.getCapabilities().getAdd().isEmpty());
        }
      }
      assertEquals(false, installation.one(ServiceAccount.class).getAutomountServiceAccountToken());
    }
  }

  @Test
  void noProcessorLimitThrottlesAHeartbeat() throws IOException {
    for (Installation installation : Installation.all()) {
      for (PodTemplateSpec template : installation.templates()) {
        for (Container container : template.getSpec().getContainers()) {
          Map<String, Quantity> limits = container.getResources().getLimits();
          Map<String, Quantity> requests = container.getResources().getRequests();
          assertFalse(limits.containsKey("cpu"));
          assertNotNull(requests.get("cpu"));
          assertNotNull(limits.get("memory"));
          assertEquals(limits.get("memory"), requests.get("memory"));
        }
      }
    }
  }

  @Test
  void everyProbeHasItsPart() throws IOException {
    for (Installation installation : Installation.all()) {
      Container node = installation.node();
      assertEquals("/health/live", node.getStartupProbe().getHttpGet().getPath());
      assertEquals("/health/live", node.getLivenessProbe().getHttpGet().getPath());
      assertEquals("/health/ready", node.getReadinessProbe().getHttpGet().getPath());
      for (var probe :
          List.of(node.getStartupProbe(), node.getLivenessProbe(), node.getReadinessProbe())) {
        assertEquals(new IntOrString("http"), probe.getHttpGet().getPort());
      }
    }
  }

  @Test
  void whatIsReferredToIsThereOrIsMadeByTheOperator() throws IOException {
    for (Installation installation : Installation.all()) {
      Set<String> given =
          installation.manifests().stream()
              .map(manifest -> manifest.type() + "/" + manifest.name())
              .collect(Collectors.toCollection(TreeSet::new));
      for (StrictYaml.Manifest manifest : installation.manifests()) {
        if (manifest.typed() instanceof DatabaseCluster) {
          given.add("v1/Secret/" + manifest.name() + "-app");
          given.add("v1/Secret/" + manifest.name() + "-ca");
        }
      }
      for (PodTemplateSpec template : installation.templates()) {
        for (Volume volume : template.getSpec().getVolumes()) {
          if (volume.getConfigMap() != null) {
            assertTrue(given.contains("v1/ConfigMap/" + volume.getConfigMap().getName()));
          }
          if (volume.getSecret() != null) {
            assertTrue(given.contains("v1/Secret/" + volume.getSecret().getSecretName()));
          }
        }
        for (EnvVar variable : template.getSpec().getContainers().getFirst().getEnv()) {
          if (variable.getValueFrom() != null
              && variable.getValueFrom().getSecretKeyRef() != null) {
            String secret = variable.getValueFrom().getSecretKeyRef().getName();
            assertTrue(given.contains("v1/Secret/" + secret), secret);
          }
        }
      }
      for (Service service : installation.every(Service.class)) {
        assertTrue(
            installation.templates().stream()
                .anyMatch(pods -> has(pods, service.getSpec().getSelector())));
      }
    }
  }

  @Test
  void onlyNodesReachRemotingAndOnlyLabelledNamespacesTheEdge() throws IOException {
    for (Installation installation : Installation.all()) {
      var policy =
          (NetworkPolicy)
              installation.named("networking.k8s.io/v1/NetworkPolicy", "holdfast").typed();
      assertEquals(List.of("Ingress", "Egress"), policy.getSpec().getPolicyTypes());
      assertSelected(installation, policy.getSpec().getPodSelector().getMatchLabels());
      for (var rule : policy.getSpec().getIngress()) {
        assertEquals(1, rule.getFrom().size());
        assertEquals(1, rule.getPorts().size());
        var from = rule.getFrom().getFirst();
        String port = rule.getPorts().getFirst().getPort().getStrVal();
        if (port.equals("remoting")) {
          assertNull(from.getNamespaceSelector(), "the same namespace");
          assertSelected(installation, from.getPodSelector().getMatchLabels());
        } else {
          assertEquals("http", port);
          assertEquals(
              Map.of("holdfast.dev/access", "allowed"),
              from.getNamespaceSelector().getMatchLabels());
        }
      }
      for (var rule : policy.getSpec().getEgress()) {
        assertFalse(rule.getTo().isEmpty(), "egress to everywhere");
        assertFalse(rule.getPorts().isEmpty(), "egress to every port");
      }
    }
  }

  @Test
  void theDatabaseAnswersOnlyWithTwoCopies() throws IOException {
    var database = Installation.of("production").one(DatabaseCluster.class).spec();
    assertTrue(database.instances() >= 3);
    assertTrue(database.postgresql().synchronous().number() >= 1);
    assertEquals(
        DatabaseCluster.Durability.required, database.postgresql().synchronous().dataDurability());
    assertEquals("on", database.postgresql().parameters().get("synchronous_commit"));
    assertFalse(database.postgresql().parameters().containsKey("fsync"));
  }

  private static void assertSelected(Installation installation, Map<String, String> labels) {
    assertFalse(labels.isEmpty());
    assertTrue(has(installation.pods(), labels), installation.overlay() + ": " + labels);
  }

  private static boolean has(PodTemplateSpec pods, Map<String, String> labels) {
    return pods.getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
  }
}

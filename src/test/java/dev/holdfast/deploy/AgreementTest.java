package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.node.RunningNode;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.istio.api.security.v1.PeerAuthentication;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Numbers and names in the manifests against those of the program. */
class AgreementTest {
  /** Between the program's own bound and the kill. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  private static final int DATABASE_PORT = 5432;

  private final Config settings = Program.settings();

  @Test
  void theConfigMapHoldsTheFileThatTheNodeReads() throws IOException {
    for (Installation installation : Installation.all()) {
      var map = installation.one(ConfigMap.class);
      String name = String.valueOf(Program.CONTAINER_CONF.getFileName());
      assertEquals(Map.of(name, Files.readString(Program.CONTAINER_CONF)), map.getData());
      Container node = installation.node();
      String folder =
          node.getVolumeMounts().stream()
              .filter(mount -> mount.getName().equals("config"))
              .findFirst()
              .orElseThrow()
              .getMountPath();
      assertTrue(node.getArgs().contains(folder + "/" + name));
      assertEquals("--config", node.getArgs().get(node.getArgs().indexOf(folder + "/" + name) - 1));
    }
  }

  @Test
  void whatTheNodeWritesToIsMounted() throws IOException {
    String cache = settings.getString("holdfast.runtimes.jvm.cache");
    for (Installation installation : Installation.all()) {
      assertTrue(
          installation.node().getVolumeMounts().stream()
              .anyMatch(
                  mount ->
                      cache.startsWith(mount.getMountPath() + "/")
                          && !Boolean.TRUE.equals(mount.getReadOnly())));
    }
  }

  @Test
  void portsAreThoseOfTheSettings() throws IOException {
    int edge = settings.getInt("holdfast.edge.port");
    for (Installation installation : Installation.all()) {
      assertEquals(edge, installation.port("http"));
      int remoting = installation.port("remoting");
      assertEquals(Integer.toString(remoting), installation.environment("HOLDFAST_CLUSTER_PORT"));
      List<ServicePort> ports =
          ((Service) installation.named("v1/Service", "holdfast").typed()).getSpec().getPorts();
      assertEquals(1, ports.size(), "remoting is in no service");
      assertEquals(edge, ports.getFirst().getPort());
      assertEquals(new IntOrString("http"), ports.getFirst().getTargetPort());
      Map<String, String> annotations = installation.pods().getMetadata().getAnnotations();
      assertEquals(Integer.toString(edge), annotations.get("prometheus.io/port"));
      var policy =
          (NetworkPolicy)
              installation.named("networking.k8s.io/v1/NetworkPolicy", "holdfast").typed();
      Set<Integer> egress = new TreeSet<>();
      policy.getSpec().getEgress().stream()
          .flatMap(rule -> rule.getPorts().stream())
          .map(NetworkPolicyPort::getPort)
          .forEach(port -> egress.add(port.getIntVal()));
      assertEquals(Set.of(53, DATABASE_PORT, remoting), egress);
      String url = installation.environment("HOLDFAST_DATABASE_URL");
      assertTrue(url.contains(":" + DATABASE_PORT + "/holdfast"), url);
    }
  }

  @Test
  void theNodeReadsEveryVariableItIsGiven() throws IOException {
    Set<String> read = Program.environment();
    for (Installation installation : Installation.all()) {
      Set<String> given = new TreeSet<>();
      for (EnvVar variable : installation.node().getEnv()) {
        given.add(variable.getName());
      }
      assertTrue(given.contains("HOLDFAST_CLUSTER_HOST"));
      given.removeAll(read);
      assertEquals(Set.of(), given, "nobody reads them");
    }
  }

  @Test
  void theKillComesAfterTheProgramsOwnBound() throws IOException {
    Duration bound = RunningNode.STOP_WITHIN;
    Duration drain = settings.getDuration("holdfast.node.drain");
    assertTrue(drain.compareTo(bound) < 0);
    Duration last = settings.getDuration("holdfast.edge.connections.last-request");
    assertTrue(last.multipliedBy(2).compareTo(drain) < 0, "requests in work need time, too");
    for (Installation installation : Installation.all()) {
      long sleep = installation.node().getLifecycle().getPreStop().getSleep().getSeconds();
      long grace = installation.pods().getSpec().getTerminationGracePeriodSeconds();
      assertTrue(
          grace >= Duration.ofSeconds(sleep).plus(bound).plus(SPARE).toSeconds(),
          grace + " s after " + sleep + " s and " + bound);
    }
  }

  @Test
  void theHeapHoldsWhatTheSettingsAllow() throws IOException {
    for (Installation installation : Installation.all()) {
      var resources = installation.node().getResources();
      long heap = amount(resources.getLimits(), "memory").longValueExact();
      heap = heap * Program.heapPercent() / 100;
      assertTrue(settings.getBytes("holdfast.services.resident-bytes") <= heap / 2);
      var matcher =
          Pattern.compile("-XX:ActiveProcessorCount=(\\d+)")
              .matcher(installation.environment("HOLDFAST_JAVA_OPTS"));
      assertTrue(matcher.find());
      double request = amount(resources.getRequests(), "cpu").doubleValue();
      assertTrue(Integer.parseInt(matcher.group(1)) >= request);
    }
  }

  @Test
  void theMeshLeavesRemotingAndTheDatabaseAlone() throws IOException {
    Installation mesh = Installation.of("production-istio");
    Map<String, String> annotations = mesh.pods().getMetadata().getAnnotations();
    String remoting = Integer.toString(mesh.port("remoting"));
    assertEquals(remoting, annotations.get("traffic.sidecar.istio.io/excludeInboundPorts"));
    assertEquals(
        remoting + "," + DATABASE_PORT,
        annotations.get("traffic.sidecar.istio.io/excludeOutboundPorts"));
    var peers = mesh.one(PeerAuthentication.class).getSpec();
    assertEquals("STRICT", peers.getMtls().getMode().name());
    assertTrue(
        mesh.pods()
            .getMetadata()
            .getLabels()
            .entrySet()
            .containsAll(peers.getSelector().getMatchLabels().entrySet()));
  }

  @Test
  void theMeshRepeatsOnlyWhatIsSafeAndWaitsLongerThanTheEdge() throws IOException {
    Installation mesh = Installation.of("production-istio");
    var service = mesh.one(VirtualService.class).getSpec();
    assertEquals(List.of("holdfast"), service.getHosts());
    Duration longest = settings.getDuration("holdfast.edge.deadlines.most");
    List<String> repeated = new ArrayList<>();
    for (var route : service.getHttp()) {
      if (route.getDirectResponse() != null) {
        continue;
      }
      var port = route.getRoute().getFirst().getDestination().getPort().getNumber();
      assertEquals(settings.getInt("holdfast.edge.port"), port.intValue());
      Duration timeout = duration(route.getTimeout());
      assertTrue(timeout.isZero() || timeout.compareTo(longest) > 0, route.getName());
      if (route.getRetries().getAttempts() > 0) {
        repeated.add(route.getName());
        assertTrue(duration(route.getRetries().getPerTryTimeout()).compareTo(longest) > 0);
        for (var match : route.getMatch()) {
          String method = StrictYaml.tree(match.getMethod()).path("exact").asText();
          assertTrue(Set.of("GET", "HEAD").contains(method), method);
        }
        assertTrue(!route.getMatch().isEmpty());
      }
    }
    assertEquals(List.of("reads"), repeated);
    assertEquals(0, service.getHttp().getLast().getRetries().getAttempts());
    assertTrue(service.getHttp().getLast().getMatch().isEmpty());
  }

  @Test
  void theMeshLetsGoOfAConnectionBeforeTheNodeDoes() throws IOException {
    var pool =
        Installation.of("production-istio")
            .one(DestinationRule.class)
            .getSpec()
            .getTrafficPolicy()
            .getConnectionPool();
    assertTrue(
        duration(pool.getHttp().getIdleTimeout())
                .compareTo(settings.getDuration("holdfast.edge.connections.waiting"))
            < 0);
    assertTrue(
        pool.getHttp().getHttp2MaxRequests()
            <= settings.getInt("holdfast.edge.connections.requests"));
  }

  @Test
  void theImageIsOfThisVersion() throws IOException {
    for (Installation installation : Installation.all()) {
      assertEquals("holdfast:" + Program.version(), installation.node().getImage());
    }
  }

  private static BigDecimal amount(Map<String, Quantity> amounts, String name) {
    return Optional.ofNullable(amounts.get(name)).orElseThrow().getNumericalAmount();
  }

  private static Duration duration(String text) {
    return ConfigFactory.parseMap(Map.of("time", text)).getDuration("time");
  }
}

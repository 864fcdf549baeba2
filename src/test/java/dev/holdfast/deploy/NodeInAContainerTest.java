package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Node;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with the settings of a container, asked what Kubernetes and Prometheus ask. */
class NodeInAContainerTest {
  @TempDir Path folder = Path.of("");

  @Test
  void answersProbesAndPrometheusAndNobodyElse() throws Exception {
    RunningNode node = Node.start(options());
    try (HttpClient client = HttpClient.newHttpClient()) {
      Container container = Installation.of("production").node();
      for (var probe :
          List.of(
              container.getStartupProbe(),
              container.getLivenessProbe(),
              container.getReadinessProbe())) {
        assertEquals(200, get(client, node, probe.getHttpGet().getPath()).statusCode());
      }
      String metrics =
          Installation.of("production")
              .pods()
              .getMetadata()
              .getAnnotations()
              .get("prometheus.io/path");
      HttpResponse<String> scraped = get(client, node, String.valueOf(metrics));
      assertEquals(200, scraped.statusCode());
      assertTrue(scraped.body().contains("holdfast_journal_commits"));
      assertEquals(401, get(client, node, "/v1/cluster").statusCode());
      assertEquals(401, get(client, node, "/v1/services").statusCode());
    } finally {
      node.close().toCompletableFuture().join();
    }
  }

  /** The file as it is but for what a test must not do: listen widely, need PostgreSQL. */
  private NodeOptions options() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("test.conf"),
            """
            include required(file("%s"))
            holdfast.edge { host = "127.0.0.1", trust-loopback = false }
            """
                .formatted(Program.CONTAINER_CONF.toAbsolutePath()));
    return new NodeOptions(
        Optional.of(config),
        Optional.of(folder),
        OptionalInt.of(0),
        Optional.of("jdbc:sqlite:" + folder.resolve("journal.db")),
        Optional.empty(),
        List.of());
  }

  private static HttpResponse<String> get(HttpClient client, RunningNode node, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(node.url() + path)).build(), BodyHandlers.ofString());
  }
}

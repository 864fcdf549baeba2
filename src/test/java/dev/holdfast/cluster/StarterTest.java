package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A start that fails leaves nothing behind. */
class StarterTest {
  @Test
  void aStartThatFailsUnexpectedlyEndsItsActorSystem() throws Exception {
    int port = freePort();
    Config config =
        ConfigFactory.parseString("holdfast.cluster.port = " + port)
            .withFallback(ConfigFactory.parseResources("settings/pekko.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    try (Journal journal = Journal.open(Postgres.fresh())) {
      var parts =
          new ClusterNode.Parts(
              config,
              ClusterSettings.of(config),
              journal.members(),
              () -> {
                throw new IllegalStateException("no writer");
              },
              List.of(SliceClaims.of(journal)),
              reason -> {});
      var failure = assertThrows(IllegalStateException.class, () -> ClusterNode.start(parts));
      assertEquals("no writer", failure.getMessage());
      String address = "127.0.0.1:" + port;
      assertEquals(
          Map.of(address, Answer.REFUSED),
          Ports.knock(List.of(Rows.row(address, 0)), Duration.ofSeconds(2)),
          "remoting still listens");
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

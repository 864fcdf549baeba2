package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.junit.jupiter.api.Test;

/** Pekko's remoting ends with the process, unless somebody it waits for is at work. */
class StoppingProcessTest {
  private static final Config CONFIG =
      ConfigFactory.parseResources("settings/pekko.conf")
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();

  @Test
  void remotingWaitsUntilTheNodeHasLeftAndNoLonger() throws Exception {
    ClusterNode node = ClusterNode.start(CONFIG, Duration.ofSeconds(20));
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(node.system());
    assertEquals(1, shutdown.jvmHooksLatch().getCount());
    node.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
    node.system().getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    Nodes.await("nobody is waited for", () -> shutdown.jvmHooksLatch().getCount() == 0);
  }

  @Test
  void itWaitsForTheWholeDrainAndTheLeaveAfterIt() throws Exception {
    ClusterNode node = ClusterNode.start(CONFIG, Duration.ofSeconds(20));
    try {
      Duration drain = CONFIG.getDuration("holdfast.node.drain");
      Duration leave =
          CONFIG
              .getDuration(
                  "pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout")
              .plus(CONFIG.getDuration("pekko.coordinated-shutdown.phases.cluster-leave.timeout"));
      long waits = CoordinatedShutdown.get(node.system()).totalTimeout().toMillis();
      assertTrue(waits >= drain.plus(leave).toMillis(), "it waits " + waits + " ms");
    } finally {
      node.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }
}

package dev.holdfast.cluster;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;

/** This process as a member of a cluster, today always one of a single node. */
public final class ClusterNode {
  private static final String NAME = "holdfast";

  private final ActorSystem<Void> system;

  private ClusterNode(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts the actor system and waits until this node is a member.
   *
   * @param setups what Pekko's plugins find in the system: the claims, the journal
   */
  public static ClusterNode start(Config config, Duration patience, Setup... setups) {
    ActorSystemSetup setup =
        ActorSystemSetup.create(setups).withSetup(BootstrapSetup.create(config));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), NAME, setup);
    Cluster cluster = Cluster.get(system);
    var up = new CompletableFuture<Void>();
    cluster.registerOnMemberUp(() -> up.complete(null));
    cluster.join(cluster.selfAddress());
    try {
      up.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
    return new ClusterNode(system);
  }

  public ActorSystem<Void> system() {
    return system;
  }

  /** The node's name among its peers: host and port of its remoting. */
  public String name() {
    return Cluster.get(system).selfAddress().hostPort();
  }

  /** Leaves the cluster and stops every actor. */
  public CompletionStage<Done> leave() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
  }
}

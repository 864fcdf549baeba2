package dev.holdfast.cluster;

import com.typesafe.config.Config;
import dev.holdfast.cluster.ClusterNode.Parts;
import dev.holdfast.cluster.Joining.Outcome;
import dev.holdfast.journal.members.Members;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes actor systems until one of them is a member, or the patience is over. */
final class Starter {
  private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
  private static final String NAME = "holdfast";

  /** Longer than all phases of a coordinated shutdown together. */
  private static final Duration ENDING = Duration.ofSeconds(20);

  private final Parts parts;
  private final Config config;
  private final List<Setup> setups;
  private final String host;
  private int port;

  private Starter(Parts parts) {
    this.parts = parts;
    try {
      this.host = Remoting.host(parts.settings(), parts.members());
    } catch (SQLException e) {
      throw new CannotJoin(String.valueOf(e.getMessage()));
    }
    this.port = parts.settings().port();
    Tls.Laid tls =
        Tls.over(
            parts.config(), parts.settings().tls(), host, parts.settings().bind(), parts.members());
    this.config = tls.config().withFallback(parts.config());
    this.setups = Stream.concat(tls.setups().stream(), parts.setups().stream()).toList();
  }

  static ClusterNode start(Parts parts) {
    var starter = new Starter(parts);
    return parts.members().isPresent()
        ? starter.join(parts.members().get())
        : alone(starter.system(), parts.settings().joinPatience(), parts);
  }

  /** A cluster of one node, which knows of no others. */
  static ClusterNode alone(ActorSystem<Void> system, Duration patience, Parts parts) {
    Cluster cluster = Cluster.get(system);
    var up = new CompletableFuture<Void>();
    cluster.registerOnMemberUp(() -> up.complete(null));
    cluster.join(cluster.selfAddress());
    try {
      up.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
      return new ClusterNode(system, Optional.empty(), self(system, parts));
    } catch (RuntimeException e) {
      end(system);
      throw e;
    }
  }

  private ClusterNode join(Members members) {
    long deadline = System.nanoTime() + parts.settings().joinPatience().toNanos();
    while (true) {
      ActorSystem<Void> system = system();
      try {
        port = Cluster.get(system).selfAddress().getPort().orElse(port);
        Self self = self(system, parts);
        switch (new Joining(members, parts.settings(), system, self).untilUp(deadline)) {
          case Outcome.Up up -> {
            var membership = membership(members, system, up, self);
            return new ClusterNode(system, Optional.of(membership), self);
          }
          case Outcome.Again again -> {
            LOG.info("Starts anew to become a member: {}", again.reason());
            end(system);
            forget(members, self);
            if (System.nanoTime() - deadline > 0) {
              throw new CannotJoin("The node did not become a member: " + again.reason());
            }
          }
          case Outcome.Failed failed -> {
            end(system);
            forget(members, self);
            throw new CannotJoin(failed.reason());
          }
        }
      } catch (RuntimeException e) {
        // Where it has ended already, this takes no time.
        end(system);
        throw e;
      }
    }
  }

  private Membership membership(
      Members members, ActorSystem<Void> system, Outcome.Up up, Self self) {
    return new Membership(
        new Membership.Parts(
            members, parts.settings(), system, up.formation(), self, parts.superseded()));
  }

  private ActorSystem<Void> system() {
    Config laid =
        Remoting.config(parts.settings(), host, port, Remoting.version()).withFallback(config);
    try {
      return system(laid, setups);
    } catch (RuntimeException e) {
      throw (CannotJoin)
          new CannotJoin(
                  "The node cannot be reached by others at " + host + ":" + port + ": " + reason(e))
              .initCause(e);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  static ActorSystem<Void> system(Config config, List<Setup> setups) {
    ActorSystemSetup setup =
        ActorSystemSetup.create(setups.toArray(Setup[]::new))
            .withSetup(BootstrapSetup.create(config));
    return ActorSystem.create(Behaviors.empty(), NAME, setup);
  }

  private static Self self(ActorSystem<Void> system, Parts parts) {
    return new Self(
        Peer.of(Cluster.get(system).selfUniqueAddress()),
        parts.writer(),
        Remoting.version(),
        parts.settings().wireFormat());
  }

  /** Waits, because the next system wants the same port. */
  private static void end(ActorSystem<Void> system) {
    try {
      system.terminate();
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The actor system did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Members members, Self self) {
    try {
      members.remove(self.get());
    } catch (SQLException e) {
      LOG.info("The member's row stays: {}", e.getMessage());
    }
  }
}

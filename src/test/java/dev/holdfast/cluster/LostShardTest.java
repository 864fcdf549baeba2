package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Pekko's own shard does when its lease tells that the slice is gone. */
class LostShardTest {
  private static final EntityTypeKey<Ask> KEY = EntityTypeKey.create(Ask.class, "services");

  private final MadeUpSlices slices = new MadeUpSlices();
  private final AtomicInteger starts = new AtomicInteger();
  private final ActorSystem<Void> system = start();

  /** Asks an entity the how many-th to be started it is. */
  record Ask(ActorRef<Integer> replyTo) {}

  private ActorSystem<Void> start() {
    Config config =
        ConfigFactory.parseString(
                """
                pekko.loglevel = "WARNING"
                holdfast.cluster.slice-lease.take-back-after = 100ms
                pekko.remote.artery.transport = "tcp"
                pekko.remote.artery.canonical.hostname = "127.0.0.1"
                pekko.remote.artery.canonical.port = 0
                """)
            .withFallback(ConfigFactory.parseResources("settings/pekko.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    ActorSystem<Void> made =
        ActorSystem.create(
            Behaviors.empty(),
            "shards",
            ActorSystemSetup.create(BootstrapSetup.create(config), new SliceClaims(slices)));
    Cluster cluster = Cluster.get(made);
    cluster.join(cluster.selfAddress());
    ClusterSharding.get(made)
        .init(
            Entity.of(
                KEY,
                context ->
                    Behaviors.setup(
                        actor -> {
                          int mine = starts.incrementAndGet();
                          return Behaviors.receiveMessage(
                              ask -> {
                                ask.replyTo().tell(mine);
                                return Behaviors.same();
                              });
                        })));
    return made;
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Asks until one answers: what is sent while a shard stops may be lost with it. */
  private int ask() {
    EntityRef<Ask> entity = ClusterSharding.get(system).entityRefFor(KEY, "a");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return entity.<Integer>ask(Ask::new, Duration.ofMillis(500)).toCompletableFuture().join();
      } catch (CompletionException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  @Test
  void theShardStopsWithItsEntitiesAndClaimsAgainWhenItIsNeeded() {
    assertEquals(1, ask());
    assertEquals(1, ask());
    assertEquals(1, slices.claims.get());
    slices.loseAll();
    // An answer of the first may still be on its way out of the stopping shard.
    int answer = ask();
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        answer == 1 && System.nanoTime() < end; ) {
      answer = ask();
    }
    assertEquals(2, answer, "another incarnation");
    assertEquals(2, slices.claims.get());
  }

  @Test
  void aShardWhoseSliceIsLostAsItStartsDoesNotServe() {
    slices.loseTheNextAtOnce();
    int answer = ask();
    assertTrue(slices.claims.get() >= 2, "the first claim served nobody");
    assertEquals(starts.get(), answer);
  }
}

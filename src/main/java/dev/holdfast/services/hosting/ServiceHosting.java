package dev.holdfast.services.hosting;

import dev.holdfast.journal.Journal;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Services;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.handlers.HandlerSettings;
import dev.holdfast.services.handlers.HandlerThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Hosts services on a node: the shard region of all instances, and the clock that ends calls and
 * sends idle instances away.
 */
public final class ServiceHosting implements AutoCloseable {
  private static final EntityTypeKey<EntityMessage> KEY =
      EntityTypeKey.create(EntityMessage.class, "services");
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final EntityHost host;
  private final ShardedServices services;
  private final ServicesClock clock;

  private ServiceHosting(EntityHost host, ShardedServices services, ServicesClock clock) {
    this.host = host;
    this.services = services;
    this.clock = clock;
  }

  /** What hosting needs of the node around it. */
  public record Parts(
      ActorSystem<?> system,
      Journal journal,
      ServicesSettings settings,
      HandlerSettings handlers,
      InstantSource clock,
      String node) {}

  public static ServiceHosting start(Parts parts) {
    var threads = new HandlerThreads(parts.handlers(), parts.clock());
    var late = new Late();
    var host =
        new EntityHost(
            parts.journal(),
            threads,
            new Residents(),
            (cause, pace) ->
                new PlatformCalls(late.services(), cause, answer -> threads.await(pace, answer)),
            parts.settings(),
            new ServiceCounters(),
            parts.clock(),
            parts.node());
    var birth = new EntityBirth(host, name -> late.services().hosted(name));
    ActorRef<EntityMessage> region =
        ClusterSharding.get(parts.system())
            .init(
                Entity.of(KEY, birth::create)
                    .withMessageExtractor(new SliceExtractor(parts.journal().slices()))
                    .withStopMessage(EntityMessage.Stop.STOP));
    var services =
        new ShardedServices(
            host,
            request -> {
              if (!host.residents().deliver(request)) {
                region.tell(request);
              }
            });
    late.set(services);
    parts.journal().completeOn(new Completions(parts.system().executionContext()));
    parts.journal().snapshotFilter(services::usable);
    parts.system().systemActorOf(LostMessages.create(), "lost-messages", Props.empty());
    return new ServiceHosting(host, services, ticking(host, services));
  }

  /** Breaks the circle between the services and the calls that handlers make to them. */
  private static final class Late {
    private volatile Optional<ShardedServices> services = Optional.empty();

    ShardedServices services() {
      return services.orElseThrow();
    }

    void set(ShardedServices made) {
      services = Optional.of(made);
    }
  }

  private static ServicesClock ticking(EntityHost host, ShardedServices services) {
    ServicesSettings settings = host.settings();
    int idleSweeps = Math.toIntExact(Math.max(1, settings.idle().dividedBy(SWEEP)));
    var room =
        new Residents.Room(idleSweeps, settings.residentEntities(), settings.residentBytes());
    return ServicesClock.start(
        new ServicesClock.Task(TICK, services.pending()::tick),
        new ServicesClock.Task(SWEEP, () -> host.residents().sweep(room)));
  }

  public Services services() {
    return services;
  }

  public ServiceCounters counters() {
    return host.counters();
  }

  /** Where the code of services runs, for whoever else has to run some. */
  public HandlerThreads threads() {
    return host.threads();
  }

  /** Instances in memory. */
  public int residents() {
    return host.residents().count();
  }

  /** Calls that have no answer yet. */
  public int pendingCalls() {
    return services.pending().count();
  }

  /**
   * Makes these versions the ones that run, and nothing else. Instances in memory of a service that
   * changed move between two commands: they leave and come back folded by the new version.
   */
  public void deploy(Collection<FunctionRuntime> runtimes) {
    services.deploy(runtimes).forEach(host.residents()::dismiss);
  }

  EntityHost host() {
    return host;
  }

  @Override
  public void close() {
    services.pending().refuseAll();
    clock.close();
    host.threads().close();
  }
}

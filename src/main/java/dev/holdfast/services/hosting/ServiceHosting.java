package dev.holdfast.services.hosting;

import dev.holdfast.journal.Journal;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.HotInstance;
import dev.holdfast.services.Services;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.VersionCheck;
import dev.holdfast.services.VersionHealth;
import dev.holdfast.services.handlers.HandlerSettings;
import dev.holdfast.services.handlers.HandlerThreads;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.LostMessages;
import dev.holdfast.services.routing.LostNodes;
import dev.holdfast.services.routing.PendingCalls;
import dev.holdfast.services.routing.RoutingCounters;
import dev.holdfast.services.routing.SliceExtractor;
import dev.holdfast.services.routing.wire.Parcels;
import dev.holdfast.services.routing.wire.Replies;
import dev.holdfast.services.routing.wire.Unpacking;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts services on a node: the shard region of all instances, and the clock that ends calls and
 * sends idle instances away.
 */
public final class ServiceHosting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceHosting.class);
  private static final EntityTypeKey<EntityMessage> KEY =
      EntityTypeKey.create(EntityMessage.class, "services");
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Parts parts;
  private final EntityHost host;
  private final ShardedServices services;
  private final NodeWays ways;
  private final RoutingCounters routing;
  private final ServicesClock clock;

  private ServiceHosting(Parts parts) {
    this.parts = parts;
    var threads = new HandlerThreads(parts.handlers(), parts.clock());
    var residents = new Residents();
    var late = new Late();
    var parcels = Parcels.of(parts.system());
    ways = new NodeWays(residents, parcels);
    routing = new RoutingCounters();
    ServicesSettings settings = parts.settings();
    var pending =
        new PendingCalls(
            ways,
            parts.journal().slices(),
            parts.incarnation(),
            new PendingCalls.Pauses(settings.retryDelay(), settings.resendAfter()),
            routing);
    host =
        new EntityHost(
            parts.journal(),
            threads,
            residents,
            (cause, request, pace) ->
                new PlatformCalls(
                    late.services(), cause, request, answer -> threads.await(pace, answer)),
            settings,
            new ServiceCounters(),
            parts.clock(),
            parts.node(),
            pending::nextId,
            (id, version) -> late.services().isCurrent(id, version),
            new Unpacking(parts.system(), parts.clock()));
    services = new ShardedServices(host, pending);
    late.set(services);
    clock = ticking(host, services, parcels);
  }

  /**
   * What hosting needs of the node around it.
   *
   * @param node how answers name it
   * @param incarnation tells this start of the node from every other
   */
  public record Parts(
      ActorSystem<?> system,
      Journal journal,
      ServicesSettings settings,
      HandlerSettings handlers,
      InstantSource clock,
      String node,
      long incarnation) {}

  /** Nothing is deployed yet, and the node takes no part until it is told to {@link #join}. */
  public static ServiceHosting start(Parts parts) {
    parts.settings().unsafe().warning().ifPresent(LOG::warn);
    var hosting = new ServiceHosting(parts);
    PendingCalls pending = hosting.services.pending();
    parts.journal().completeOn(new Completions(parts.system().executionContext()));
    parts.journal().snapshotFilter(hosting.services::usable);
    parts.system().systemActorOf(LostMessages.create(), "lost-messages", Props.empty());
    parts.system().systemActorOf(LostNodes.create(pending), "lost-nodes", Props.empty());
    hosting.ways.replies(
        parts
            .system()
            .systemActorOf(
                Replies.create(pending, hosting.host.unpacking()), "replies", Props.empty()));
    return hosting;
  }

  /** Takes a share of the instances, which then find their services deployed. */
  public void join() {
    var birth = new EntityBirth(host, services);
    ways.region(
        ClusterSharding.get(parts.system())
            .init(
                Entity.of(KEY, birth::create)
                    .withMessageExtractor(new SliceExtractor(parts.journal().slices()))
                    .withStopMessage(EntityMessage.Stop.STOP)));
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

  private static ServicesClock ticking(EntityHost host, ShardedServices services, Parcels parcels) {
    ServicesSettings settings = host.settings();
    int idleSweeps = Math.toIntExact(Math.max(1, settings.idle().dividedBy(SWEEP)));
    var room =
        new Residents.Room(idleSweeps, settings.residentEntities(), settings.residentBytes());
    return ServicesClock.start(
        new ServicesClock.Task(TICK, services.pending()::tick),
        new ServicesClock.Task(
            SWEEP,
            () -> {
              host.residents().sweep(room);
              parcels.dropOld(System.nanoTime());
            }));
  }

  public Services services() {
    return services;
  }

  public RoutingCounters routing() {
    return routing;
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

  /** The busiest instances in memory; a sweep is a second, so these are requests a second. */
  public List<HotInstance> hottest() {
    return host.residents().hottest();
  }

  /** Calls that have no answer yet. */
  public int pendingCalls() {
    return services.pending().count();
  }

  /**
   * Makes these versions the ones that run, and nothing else. Instances in memory that are to run
   * another one move between two commands: they leave and come back folded by the new version.
   */
  public void deploy(Deployed deployed) {
    host.residents().dismiss(services.deploy(deployed));
  }

  /**
   * From now on an instance whose last commit is of another version asks here whether it goes on.
   */
  public void confirmVersions(VersionCheck check) {
    services.confirmVersions(check);
  }

  /** How a version of a service has fared on this node. */
  public VersionHealth health(String service, String version) {
    return services.health().read(service, version);
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

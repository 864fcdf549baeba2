package dev.holdfast;

import com.typesafe.config.Config;
import dev.holdfast.cli.Cli;
import dev.holdfast.cli.node.NodeFailed;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import dev.holdfast.cluster.CannotJoin;
import dev.holdfast.cluster.ClusterMember;
import dev.holdfast.cluster.ClusterNode;
import dev.holdfast.cluster.SliceClaims;
import dev.holdfast.cluster.TakeOvers;
import dev.holdfast.deployments.Deployments;
import dev.holdfast.deployments.RolloutSettings;
import dev.holdfast.deployments.packages.PackageStore;
import dev.holdfast.deployments.registry.RegistryRuntime;
import dev.holdfast.deployments.rollout.Judge;
import dev.holdfast.deployments.rollout.Reconciler;
import dev.holdfast.deployments.rollout.RegistryReads;
import dev.holdfast.deployments.rollout.VersionLoader;
import dev.holdfast.deployments.rollout.Watcher;
import dev.holdfast.edge.EdgeParts;
import dev.holdfast.edge.EdgeServer;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSetup;
import dev.holdfast.messaging.Messaging;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.operations.JournalOperations;
import dev.holdfast.messaging.operations.OperationParts;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.history.History;
import dev.holdfast.services.hosting.ServiceHosting;
import dev.holdfast.services.routing.wire.WireClock;
import dev.holdfast.settings.InvalidSetting;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node in this process: builds everything from the journal up, and drains it from the edge
 * down. The only class that sees all packages, and the program's entry.
 *
 * <pre>
 *   start:  settings ─► journal ─► cluster ─► hosting ─► services
 *                    ─► messaging ─► connectors ─► edge
 *   close:  edge, connectors ─► messaging ─► hosting ─► cluster ─► journal
 * </pre>
 */
public final class Node implements RunningNode {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** Whoever runs the process starts it again, and it joins the cluster anew. */
  private static final int START_AGAIN = 75;

  /** An answer of the database takes milliseconds; whatever hangs, others have fenced already. */
  private static final Duration LETTING_GO = Duration.ofSeconds(5);

  private final NodeSettings settings;
  private final Journal journal;
  private final Ending ending;
  private final ClusterNode cluster;
  private final ServiceHosting hosting;
  private final NodeServices services;
  private final FunctionHost functions;
  private final Deployables deployables;
  private final PackageStore packages;
  private final Reconciler reconciler;
  private final Deployments deployments;
  private final Watcher watcher;
  private final Messaging messaging;
  private final NodeConnectors connectors;
  private final ClusterView view;
  private final EdgeServer.Binding edge;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Services are deployed before there are messages. */
  private volatile Supplier<Map<String, Outlet>> outlets = Map::of;

  /** Messages of services that were not there before find them; there are none before messaging. */
  private volatile Runnable refresh = () -> {};

  private volatile boolean draining;

  private Node(NodeSettings settings, NodeOptions options) throws SQLException {
    this.settings = settings;
    var undo = new Undo();
    var random = new SecureRandom();
    functions = new FunctionHost(settings.processes());
    undo.add(functions::close);
    // Compiling takes as long as starting the rest, and neither needs the other.
    CompletableFuture<Map<Path, Loaded>> code =
        CompletableFuture.supplyAsync(
            () -> Deployables.read(options.folders(), settings, functions),
            work -> Thread.ofPlatform().name("service-code").start(work));
    try {
      Clock clock = Clock.systemUTC();
      journal = Journal.open(settings.journal());
      undo.add(journal::close);
      ending = new Ending(journal::close, LETTING_GO, () -> Runtime.getRuntime().halt(START_AGAIN));
      var claims = SliceClaims.of(journal);
      cluster =
          ClusterNode.start(
              new ClusterNode.Parts(
                  settings.config(),
                  settings.cluster(),
                  journal.members(),
                  journal::writer,
                  List.of(new JournalSetup(journal), claims, new WireClock(clock)),
                  this::superseded));
      undo.add(() -> cluster.leave().toCompletableFuture().join());
      hosting = host(clock, random);
      undo.add(hosting::close);
      services = new NodeServices(platformServices(), this::run);
      deployables = new Deployables(settings, functions, journal.wireNames(), services::folders);
      undo.add(deployables::close);
      deployables.deploy(code.join());
      packages = openPackages(clock);
      reconciler = reconcile(code(clock), clock);
      undo.add(reconciler::close);
      hosting.join();
      deployments = deployments(clock);
      watcher = watch();
      undo.add(watcher::close);
      messaging =
          Messaging.start(
              new Messaging.Parts(
                  cluster.system(), journal, hosting.services(), settings.messaging(), clock));
      undo.add(() -> messaging.close().toCompletableFuture().join());
      refresh = messaging::refreshSoon;
      outlets = () -> messaging.registrar().current().outlets();
      connectors = connect(clock);
      undo.add(connectors::close);
      var seen = new ClusterView.Parts(hosting, claims.takeOvers(), clock.instant());
      view = new ClusterView(cluster, journal, seen);
      edge = listen(clock, random, claims.takeOvers());
      view.answers(edge.address(), edge.url());
      cluster.system().getWhenTerminated().thenRun(this::actorsEnded);
    } catch (Throwable e) {
      // An Error too: what runs already would keep the process, and nobody could use it.
      undo.run();
      throw e;
    }
  }

  private ServiceHosting host(Clock clock, SecureRandom random) {
    return ServiceHosting.start(
        new ServiceHosting.Parts(
            cluster.system(),
            journal,
            settings.services(),
            settings.handlers(),
            clock,
            cluster.name(),
            random.nextLong()));
  }

  private VersionLoader code(Clock clock) {
    return new VersionCode(packages, settings, functions, new Surroundings(clock, System.getenv()));
  }

  private PackageStore openPackages(Clock clock) {
    try {
      return PackageStore.open(journal.packages(), settings.deployments(), clock);
    } catch (IOException e) {
      throw new NodeFailed(
          "The folder for packages cannot be used (holdfast.deployments.directory): "
              + e.getMessage(),
          e);
    }
  }

  /** What is deployed runs before instances come to this node. */
  private Reconciler reconcile(VersionLoader loader, Clock clock) {
    var following =
        Reconciler.start(
            new Reconciler.Parts(
                new RegistryReads(journal.reads()),
                loader,
                services::deployments,
                journal.nodeReports(),
                nodeName(),
                clock,
                settings.rollout().refresh()));
    hosting.confirmVersions(
        (id, version) ->
            services.isOfFolder(id.service())
                ? CompletableFuture.completedStage(true)
                : following.isCurrent(id, version));
    following.awaitFirst(settings.rollout().load());
    return following;
  }

  /** Alone it is the same after a restart, though its port between nodes is another. */
  private String nodeName() {
    return settings.journal().embedded() ? "embedded" : cluster.name();
  }

  private Set<String> liveNodes() {
    return settings.journal().embedded()
        ? Set.of(nodeName())
        : cluster.members().stream()
            .filter(member -> member.state() == ClusterMember.State.UP)
            .map(ClusterMember::address)
            .collect(Collectors.toSet());
  }

  private NodeConnectors connect(Clock clock) {
    BooleanSupplier oldest = () -> cluster.oldest().equals(Optional.of(cluster.name()));
    return NodeConnectors.start(
        settings.config(),
        new NodeConnectors.Parts(
            messaging,
            journal.messagingRegistry(),
            cluster.name(),
            nodeName(),
            oldest,
            settings.messaging().refresh(),
            clock));
  }

  private EdgeServer.Binding listen(Clock clock, SecureRandom random, TakeOvers takeOvers) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new NodeMetrics(registry);
    metrics.of(journal);
    metrics.of(hosting);
    metrics.of(cluster, takeOvers);
    metrics.of(messaging);
    ProcessMetrics.add(registry, functions.counters());
    var history =
        new History(
            new History.Parts(
                journal.reads(),
                journal.signals(),
                hosting.services()::deployed,
                hosting.threads(),
                clock,
                settings.history()));
    var operations =
        new JournalOperations(
            new OperationParts(
                journal,
                hosting.services(),
                history,
                messaging.registrar(),
                messaging::refreshSoon,
                clock));
    var parts =
        new EdgeParts(
            hosting.services(),
            history,
            registry,
            this::notReady,
            view::json,
            clock,
            random::nextLong,
            new EdgeParts.Topics(messaging.inlet(), messaging.topics(), connectors),
            operations,
            deployments);
    return EdgeServer.start(cluster.system(), settings.edge(), parts).toCompletableFuture().join();
  }

  private Collection<FunctionRuntime> platformServices() {
    List<FunctionRuntime> all = new ArrayList<>(Messaging.platformServices(() -> outlets.get()));
    all.add(new RegistryRuntime());
    return all;
  }

  private void run(Deployed deployed) {
    hosting.deploy(deployed);
    refresh.run();
  }

  private Watcher watch() {
    RolloutSettings rollout = settings.rollout();
    return Watcher.start(
        new Watcher.Parts(
            reconciler,
            hosting::health,
            deployments::give,
            new Judge(rollout.judge()),
            Clock.systemUTC(),
            rollout.watch(),
            rollout.isNew()));
  }

  private Deployments deployments(Clock clock) {
    return new Deployments(
        new Deployments.Parts(
            journal,
            hosting.services(),
            reconciler,
            code(clock),
            packages,
            settings.rollout(),
            this::liveNodes,
            clock));
  }

  private Optional<String> notReady() {
    if (draining) {
      return Optional.of("The node is being stopped.");
    }
    return journal.isReachable()
        ? Optional.empty()
        : Optional.of("The journal's database cannot be reached.");
  }

  /** Starts a node as the command line says. */
  public static RunningNode start(NodeOptions options) {
    try {
      Config config = NodeConfig.of(options);
      return new Node(NodeSettings.of(config), options);
    } catch (InvalidSetting e) {
      throw new NodeFailed(String.valueOf(e.getMessage()), e);
    } catch (CannotJoin e) {
      throw new NodeFailed(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new NodeFailed("The journal cannot be opened: " + e.getMessage(), e);
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof NodeFailed failed) {
        throw failed;
      }
      throw new NodeFailed("The node cannot start: " + cause.getMessage(), cause);
    }
  }

  public static void main(String[] arguments) {
    System.exit(Cli.run(Node::start, arguments));
  }

  @Override
  public URI url() {
    return URI.create(edge.url());
  }

  @Override
  public Recovered recovered() {
    CommitReads.Totals totals = journal.reads().totals();
    return new Recovered(totals.entities(), totals.commits());
  }

  @Override
  public void reload(Path folder) {
    deployables.reload(folder);
  }

  /** Not ready, no new connections, the last answers, then layer by layer down to the journal. */
  @Override
  public synchronized CompletionStage<Void> close() {
    if (!draining) {
      draining = true;
      CompletableFuture<Void> parted =
          CompletableFuture.runAsync(
              connectors::close, work -> Thread.ofVirtual().name("connectors-close").start(work));
      edge.drain(settings.drain())
          .handle((_, _) -> null)
          .thenCombine(parted.handle((_, _) -> null), (_, _) -> null)
          .thenCompose(_ -> messaging.close())
          .thenCompose(_ -> cluster.leave())
          .whenCompleteAsync(
              (_, _) -> letGo(), work -> Thread.ofVirtual().name("node-close").start(work));
    }
    return closed;
  }

  private void letGo() {
    var parts = new Undo();
    parts.add(journal::close);
    parts.add(functions::close);
    parts.add(deployables::close);
    parts.add(reconciler::close);
    parts.add(watcher::close);
    parts.add(hosting::close);
    parts.run();
    closed.complete(null);
  }

  private void superseded(String reason) {
    LOG.error("{}", reason);
    ending.begin();
  }

  /** Without its actor system the process serves nobody, but would keep the journal's lock. */
  private void actorsEnded() {
    if (!draining) {
      LOG.error("The actor system has ended by itself; the process ends with it");
      ending.begin();
    }
  }
}

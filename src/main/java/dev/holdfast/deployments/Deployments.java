package dev.holdfast.deployments;

import dev.holdfast.deployments.gate.GateReport;
import dev.holdfast.deployments.gate.ReplayGate;
import dev.holdfast.deployments.packages.PackageStore;
import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.Order;
import dev.holdfast.deployments.registry.RegistryRuntime;
import dev.holdfast.deployments.registry.Source;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.deployments.rollout.Reconciler;
import dev.holdfast.deployments.rollout.VersionLoader;
import dev.holdfast.journal.Journal;
import dev.holdfast.packages.PackageId;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Clashes;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.Rollout;
import dev.holdfast.services.Services;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators do with deployments; every method blocks until it is done.
 *
 * <p>Invariant: whatever is refused on the way leaves what runs as it is.
 *
 * <pre>
 *   deploy:  load here ─► clashes? ─► replay gate ─► known to all ─► loaded by all ─► runs
 * </pre>
 */
public final class Deployments implements DeploymentAccess {
  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
  private static final Duration ORDER = Duration.ofSeconds(10);
  private static final int LONGEST_REPORT = 16_000;

  private final Parts parts;
  private final ReplayGate gate;
  private final NodeProgress nodes;

  /**
   * What it needs of the node around it.
   *
   * @param liveNodes names of the nodes that are there now
   */
  public record Parts(
      Journal journal,
      Services services,
      Reconciler reconciler,
      VersionLoader loader,
      PackageStore packages,
      RolloutSettings settings,
      Supplier<Set<String>> liveNodes,
      InstantSource clock) {}

  public Deployments(Parts parts) {
    this.parts = parts;
    this.gate = new ReplayGate(parts.journal(), parts.clock());
    this.nodes = new NodeProgress(parts.journal().nodeReports(), parts.liveNodes());
  }

  @Override
  public Json one(String name) throws DeploymentRefused {
    Deployment deployment = known(name);
    return DeploymentPage.of(name, deployment, nodes.of(name));
  }

  @Override
  public Json all() {
    return DeploymentPage.of(parts.reconciler().deployments());
  }

  private Deployment now(String name) {
    return parts.reconciler().deployments().getOrDefault(name, Deployment.NONE);
  }

  private Deployment known(String name) throws DeploymentRefused {
    // It may have been deployed through another node a moment ago.
    parts.reconciler().look();
    Deployment deployment = parts.reconciler().deployments().get(name);
    if (deployment == null) {
      throw refused(ProblemCode.UNKNOWN_DEPLOYMENT, "Nothing is deployed as " + name + ".");
    }
    return deployment;
  }

  @Override
  public Json keep(byte[] zip, String signature, String by) throws DeploymentRefused {
    return switch (parts.packages().put(zip, signature, by)) {
      case PackageStore.Put.Kept(PackageId id, boolean isNew) ->
          Json.of("{\"digest\":\"%s\",\"new\":%s}".formatted(id.digest(), isNew));
      case PackageStore.Put.Refused(Problem problem) -> throw new DeploymentRefused(problem);
    };
  }

  @Override
  public int mostPackageBytes() {
    return parts.packages().mostBytes();
  }

  @Override
  public Json deploy(DeployRequest request, Undertaking progress) throws DeploymentRefused {
    progress.says("loading it");
    try (Loaded code = load(request.name(), request.candidate(parts.clock().instant()))) {
      checkClashes(request.name(), code.runtimes());
      if (!request.force()) {
        checkPresent(parts.services().deployed(), code.runtimes());
      }
      progress.says("version " + code.version() + ": replaying journals");
      GateReport report = replay(code.runtimes(), request.replay(), progress);
      progress.says(report.verdict());
      if (!report.passed() && !request.force()) {
        String text = GateText.of(report);
        order(request.name(), new Order.Refuse(code.version(), cut(text), request.by()));
        throw refused(ProblemCode.GATE_REFUSED, text);
      }
      remember(code.runtimes());
      Version version =
          request.found(
              code.version(),
              code.runtimes().stream().map(it -> it.description().service()).toList(),
              report,
              parts.clock().instant());
      Deployment added = order(request.name(), new Order.Add(version, request.by()));
      int number = added.newest();
      awaitLoaded(request, number, progress);
      run(request, added, number);
      progress.says("version " + number + " runs" + share(request, added));
      deleteUnused();
    }
    return one(request.name());
  }

  /** Packages of versions that are forgotten, and of code that was never deployed. */
  private void deleteUnused() {
    Set<PackageId> used = new HashSet<>();
    for (Deployment deployment : parts.reconciler().deployments().values()) {
      for (Version version : deployment.versions()) {
        if (version.source().kind() == Source.Kind.PACKAGE) {
          used.add(new PackageId(version.source().target()));
        }
      }
    }
    try {
      parts.packages().deleteUnused(used);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Packages that are not used stay: {}", e.getMessage());
    }
  }

  private static String share(DeployRequest request, Deployment added) {
    return isTried(request, added)
        ? " for " + Deployment.percent(request.share()) + " of the instances"
        : " for all";
  }

  private static boolean isTried(DeployRequest request, Deployment added) {
    return request.share() < Rollout.ALL && added.stable() != 0;
  }

  private void run(DeployRequest request, Deployment added, int number) throws DeploymentRefused {
    order(
        request.name(),
        isTried(request, added)
            ? new Order.Share(number, request.share(), request.by())
            : new Order.Promote(number, request.by()));
  }

  /** A version that one node cannot load would be an outage for the instances that live there. */
  private void awaitLoaded(DeployRequest request, int number, Undertaking progress)
      throws DeploymentRefused {
    String failed = awaitLoaded(request.name(), number, progress);
    if (!failed.isEmpty() && !request.force()) {
      throw refused(
          ProblemCode.UNLOADABLE_CODE,
          "Version %d runs nowhere, because it is not loaded on all nodes: %s"
              .formatted(number, failed));
    }
    parts.reconciler().look();
    int newest = now(request.name()).newest();
    if (newest != number) {
      throw refused(
          ProblemCode.INVALID_REQUEST,
          "Version %d runs nowhere, because version %d was deployed meanwhile."
              .formatted(number, newest));
    }
  }

  private String awaitLoaded(String name, int number, Undertaking progress) {
    return nodes.awaitLoaded(
        name, number, parts.settings().load(), () -> now(name).wanted().contains(number), progress);
  }

  private Loaded load(String name, Version version) throws DeploymentRefused {
    try {
      return parts.loader().load(name, version);
    } catch (UnloadableCode e) {
      throw refused(ProblemCode.UNLOADABLE_CODE, String.join("\n", e.faults()));
    } catch (IOException e) {
      throw refused(ProblemCode.UNLOADABLE_CODE, String.valueOf(e.getMessage()));
    }
  }

  /** Against what runs beside it: names and routes are addresses. */
  private void checkClashes(String name, List<FunctionRuntime> runtimes) throws DeploymentRefused {
    Map<String, List<ServiceDescription>> described = new LinkedHashMap<>();
    described.put("this version of " + name, descriptions(runtimes));
    Set<String> own = new HashSet<>();
    now(name).running().forEach(version -> own.addAll(version.services()));
    List<ServiceDescription> others = new ArrayList<>();
    for (ServiceDescription service : parts.services().deployed().descriptions()) {
      if (!own.contains(service.service())) {
        others.add(service);
      }
    }
    described.put("what runs already", others);
    List<String> clashes = Clashes.of(described);
    if (!clashes.isEmpty()) {
      throw refused(ProblemCode.UNLOADABLE_CODE, String.join("\n", clashes));
    }
  }

  /** Nothing can be compared with what ought to run here and does not. */
  private static void checkPresent(Deployed running, List<FunctionRuntime> runtimes)
      throws DeploymentRefused {
    for (FunctionRuntime runtime : runtimes) {
      String service = runtime.description().service();
      if (running.absent().contains(service)) {
        throw refused(
            ProblemCode.NOT_READY,
            service
                + " is deployed and not loaded on this node, so there is nothing to compare with."
                + " Ask another node, or force it.");
      }
    }
  }

  private static List<ServiceDescription> descriptions(List<FunctionRuntime> runtimes) {
    return runtimes.stream().map(FunctionRuntime::description).toList();
  }

  /** Before the first event of a new type can be written. */
  private void remember(List<FunctionRuntime> runtimes) {
    descriptions(runtimes).forEach(parts.journal().wireNames()::add);
  }

  @Override
  public Json replay(String name, int number, ReplayRequest request, Undertaking progress)
      throws DeploymentRefused {
    Version version = version(name, known(name), number);
    try (Loaded code = load(name, version)) {
      return GateText.page(replay(code.runtimes(), request, progress));
    }
  }

  /** On a thread of its own: code that does not end must not keep whoever asked. */
  private GateReport replay(
      List<FunctionRuntime> candidates, ReplayRequest request, Undertaking progress)
      throws DeploymentRefused {
    Deployed running = parts.services().deployed();
    int most = request.sample().orElse(parts.settings().sample());
    var extent = new ReplayGate.Extent(most, request.decide());
    var told = new ReplayProgress(progress);
    var report = new FutureTask<>(() -> gate.replay(candidates, running, extent, told));
    Thread.ofPlatform().daemon().name("replay-gate").start(report);
    try {
      return report.get(parts.settings().replay().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      report.cancel(true);
      throw refused(
          ProblemCode.GATE_REFUSED,
          "The replay did not end within %d s (holdfast.deployments.rollout.replay)."
              .formatted(parts.settings().replay().toSeconds()));
    } catch (ExecutionException e) {
      throw refused(ProblemCode.GATE_REFUSED, "The replay failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(ProblemCode.NOT_READY, "The node is being stopped.");
    }
  }

  @Override
  public Json promote(String name, int number, String by) throws DeploymentRefused {
    prepare(name, number, by);
    order(name, new Order.Promote(number, by));
    return one(name);
  }

  @Override
  public Json share(String name, int number, int share, String by) throws DeploymentRefused {
    Deployment now = known(name);
    if (now.canary() != number || share > now.share()) {
      prepare(name, number, by);
    }
    order(name, new Order.Share(number, share, by));
    return one(name);
  }

  @Override
  public Json rollBack(String name, int number, String by) throws DeploymentRefused {
    Deployment now = known(name);
    int target = number != 0 ? number : now.rollsBackTo().map(Version::number).orElse(0);
    if (target != 0) {
      prepare(name, target, by);
    }
    order(name, new Order.RollBack(number, 0, "by hand", by));
    return one(name);
  }

  /**
   * Before instances run an earlier version: it is loaded wherever they may be, and can read what
   * journals hold by now.
   */
  private void prepare(String name, int number, String by) throws DeploymentRefused {
    Deployment now = known(name);
    Version version = version(name, now, number);
    checkReadable(name, version);
    if (!now.wanted().contains(number)) {
      order(name, new Order.Add(version, by));
    }
    String failed = awaitLoaded(name, number, Undertaking.SILENT);
    if (!failed.isEmpty()) {
      throw refused(
          ProblemCode.UNLOADABLE_CODE,
          "Version %d is not loaded on all nodes: %s".formatted(number, failed));
    }
  }

  /** Types of events that later versions have brought. */
  private void checkReadable(String name, Version version) throws DeploymentRefused {
    List<String> faults = new ArrayList<>();
    for (ServiceDescription service : described(name, version)) {
      faults.addAll(parts.journal().wireNames().unreadable(service));
    }
    if (!faults.isEmpty()) {
      throw refused(
          ProblemCode.GATE_REFUSED,
          "Version %d cannot read what was written since:\n%s"
              .formatted(version.number(), String.join("\n", faults)));
    }
  }

  /** What is in a version, which is mostly loaded here already. */
  private List<ServiceDescription> described(String name, Version version)
      throws DeploymentRefused {
    List<FunctionRuntime> loaded = parts.reconciler().loaded(name, version);
    if (!loaded.isEmpty()) {
      return descriptions(loaded);
    }
    try (Loaded code = load(name, version)) {
      return descriptions(code.runtimes());
    }
  }

  private static Version version(String name, Deployment deployment, int number)
      throws DeploymentRefused {
    return deployment
        .version(number)
        .orElseThrow(
            () ->
                refused(
                    ProblemCode.UNKNOWN_VERSION, "%s has no version %d.".formatted(name, number)));
  }

  @Override
  public Json remove(String name, String by) throws DeploymentRefused {
    known(name);
    order(name, new Order.Remove(by));
    return one(name);
  }

  /** Gives an order of the platform's own; one that is refused has come too late. */
  public void give(String name, Order.RollBack order) {
    try {
      prepare(name, order.number(), order.by());
      order(name, order);
    } catch (DeploymentRefused e) {
      LOG.warn("{}: {}", name, e.getMessage());
    }
  }

  private Deployment order(String name, Order order) throws DeploymentRefused {
    HandlerCall call = RegistryRuntime.call(name, order);
    Outcome outcome =
        parts
            .services()
            .command(
                Call.of(
                    call,
                    Caller.service(RegistryRuntime.SERVICE),
                    parts.clock().instant().plus(ORDER),
                    Origin.Asked.ASKED))
            .toCompletableFuture()
            .join();
    return switch (outcome) {
      case Outcome.Replied replied -> {
        parts.reconciler().look();
        yield RegistryRuntime.deployment(replied.reply());
      }
      case Outcome.Refused refused -> throw new DeploymentRefused(refused.problem());
      case Outcome.Answered _, Outcome.Inspected _ ->
          throw new IllegalStateException("An order is answered as a command is");
    };
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_REPORT ? text : text.substring(0, LONGEST_REPORT) + "…";
  }

  private static DeploymentRefused refused(ProblemCode code, String why) {
    return new DeploymentRefused(code.problem(why));
  }
}

package dev.holdfast.deployments.rollout;

import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.journal.deployments.NodeReports;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Rollout;
import dev.holdfast.services.VersionCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node to what the registry says, again and again.
 *
 * <p>Invariant: what runs here is what the registry said at some moment, as far as it can be loaded
 * here; whoever asks whether a version is current is answered from a look that began after the
 * question.
 *
 * <pre>
 *   reader:  read the registry ─► answer who asked before ─► wait a while, or until asked ─► …
 *                    └ news
 *   loader:  load what is missing ─► have it run ─► say how far it is ─► wait for news ─► …
 * </pre>
 */
public final class Reconciler implements VersionCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** What is on its way through code that was replaced gets so long to be through. */
  private static final Duration LETTING_GO = Duration.ofMinutes(1);

  /** How long an order waits until it runs here. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Parts parts;
  private final RegistryReads registry;
  private final Map<String, Versions> versions = new TreeMap<>();
  private final Map<String, String> reported = new HashMap<>();
  private final Semaphore wanted = new Semaphore(0);
  private final Semaphore news = new Semaphore(0);
  private final Thread reader = Thread.ofVirtual().name("deployments").unstarted(this::follow);

  /** Compiling keeps a thread busy, and virtual threads have few to share. */
  private final Thread loader =
      Thread.ofPlatform().daemon().name("deployments-load").unstarted(this::load);

  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private List<Consumer<Boolean>> waiting = new ArrayList<>();
  private List<CompletableFuture<Void>> followers = new ArrayList<>();
  private volatile Map<String, Deployment> deployments = Map.of();
  private Deployed deployed = Deployed.NOTHING;

  /** By deployment and content address. */
  private volatile Map<String, List<FunctionRuntime>> loaded = Map.of();

  private volatile boolean closed;

  /**
   * What it needs of the node around it.
   *
   * @param run makes these run, and nothing else that was deployed
   * @param node how reports name this node
   * @param refresh between two looks at the registry
   */
  public record Parts(
      RegistryReads registry,
      VersionLoader loader,
      Running run,
      NodeReports reports,
      String node,
      InstantSource clock,
      Duration refresh) {}

  /** Whoever has services run. */
  @FunctionalInterface
  public interface Running {
    void run(Deployed deployed);
  }

  private Reconciler(Parts parts) {
    this.parts = parts;
    this.registry = parts.registry();
  }

  public static Reconciler start(Parts parts) {
    var reconciler = new Reconciler(parts);
    reconciler.reader.start();
    reconciler.loader.start();
    return reconciler;
  }

  /** Waits until it has looked once, so that a node serves what it served before; or so long. */
  public void awaitFirst(Duration atMost) {
    try {
      first.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("What is deployed is not loaded after {} s; the node starts without", atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("It never fails", e);
    }
  }

  /** What the registry said last. */
  public Map<String, Deployment> deployments() {
    return deployments;
  }

  /** What of a version is loaded here; nothing where it is not. */
  public List<FunctionRuntime> loaded(String name, Version version) {
    return loaded.getOrDefault(name + "/" + version.id(), List.of());
  }

  /** Has it look at once. */
  public void refreshSoon() {
    wanted.release();
  }

  @Override
  public CompletionStage<Boolean> isCurrent(EntityId id, String version) {
    return afterNextRead().thenApply(_ -> isWanted(id, version));
  }

  /** Looks at the registry, and waits until what it says runs here, as far as it can. */
  public void look() {
    try {
      afterNextRead().thenCompose(_ -> afterNextLoad()).get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("What is deployed cannot be followed: {}", e.getMessage());
    }
  }

  private CompletableFuture<Void> afterNextRead() {
    var looked = new CompletableFuture<Void>();
    synchronized (this) {
      waiting.add(
          well -> {
            if (well) {
              looked.complete(null);
            } else {
              looked.completeExceptionally(
                  new IllegalStateException("The registry cannot be read"));
            }
          });
    }
    wanted.release();
    return looked;
  }

  private CompletableFuture<Void> afterNextLoad() {
    var done = new CompletableFuture<Void>();
    synchronized (this) {
      followers.add(done);
    }
    news.release();
    return done;
  }

  private synchronized List<Consumer<Boolean>> asked() {
    List<Consumer<Boolean>> asked = waiting;
    waiting = new ArrayList<>();
    return asked;
  }

  private synchronized List<CompletableFuture<Void>> loading() {
    List<CompletableFuture<Void>> all = followers;
    followers = new ArrayList<>();
    return all;
  }

  /** Reads the registry; never waits for code to be loaded. */
  private void follow() {
    try {
      while (!closed) {
        wanted.drainPermits();
        List<Consumer<Boolean>> asked = asked();
        boolean read = read();
        asked.forEach(one -> one.accept(read));
        if (read) {
          news.release();
        }
        if (wanted.tryAcquire(parts.refresh().toMillis(), TimeUnit.MILLISECONDS)) {
          wanted.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asked().forEach(one -> one.accept(false));
    news.release();
  }

  private boolean read() {
    try {
      deployments = registry.all();
      return true;
    } catch (RuntimeException e) {
      LOG.warn("What is deployed cannot be read: {}", e.getMessage());
      return false;
    }
  }

  /** Brings this node to what was read last; code takes its time to load. */
  private void load() {
    try {
      while (!closed) {
        news.acquire();
        news.drainPermits();
        List<CompletableFuture<Void>> done = loading();
        loadOnce();
        done.forEach(one -> one.complete(null));
        first.complete(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loading().forEach(one -> one.complete(null));
  }

  private void loadOnce() {
    List<Loaded> spare = new ArrayList<>();
    try {
      deployments.forEach(
          (name, deployment) ->
              spare.addAll(
                  versions
                      .computeIfAbsent(name, it -> new Versions(it, parts.loader(), parts.clock()))
                      .follow(deployment)));
      Map<String, List<FunctionRuntime>> now = new HashMap<>();
      versions.forEach(
          (name, one) ->
              one.all().forEach(code -> now.put(name + "/" + code.version(), code.runtimes())));
      loaded = now;
      run();
      report();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("What is deployed cannot be followed: {}", e.getMessage());
    } finally {
      letGo(spare);
    }
  }

  private void run() {
    List<Rollout> rollouts =
        versions.values().stream().flatMap(one -> one.rollouts().stream()).toList();
    Set<String> ought = new TreeSet<>();
    deployments
        .values()
        .forEach(
            one ->
                one.version(one.stable()).ifPresent(version -> ought.addAll(version.services())));
    Deployed next = Deployed.NOTHING.with(rollouts).lacking(ought);
    if (!next.equals(deployed)) {
      parts.run().run(next);
      deployed = next;
    }
  }

  private void report() {
    versions.forEach(
        (name, one) -> {
          String document = one.report().write();
          if (!document.equals(reported.get(name))) {
            parts
                .reports()
                .put(new NodeReports.Row(name, parts.node(), document, parts.clock().instant()));
            reported.put(name, document);
          }
        });
  }

  private static void letGo(List<Loaded> spare) {
    if (!spare.isEmpty()) {
      CompletableFuture.delayedExecutor(LETTING_GO.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> spare.forEach(Loaded::close));
    }
  }

  private boolean isWanted(EntityId id, String version) {
    // As in what runs: of two deployments that serve it, the last by name. A folder of the command
    // line has one version, and nobody to ask.
    return deployments.values().stream()
        .filter(deployment -> deployment.serves(id.service()))
        .reduce((_, last) -> last)
        .flatMap(deployment -> deployment.wantedOf(id))
        .map(version::equals)
        .orElse(true);
  }

  @Override
  public void close() {
    closed = true;
    wanted.release();
    news.release();
    try {
      reader.join(LOOK);
      loader.join(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    versions.values().forEach(one -> one.all().forEach(Loaded::close));
  }
}

package dev.holdfast.messaging.promises;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cluster.ClusterNode;
import dev.holdfast.cluster.ClusterSettings;
import dev.holdfast.cluster.SliceClaims;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.JournalSetup;
import dev.holdfast.messaging.Messaging;
import dev.holdfast.messaging.MessagingSettings;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.jvm.JvmServices;
import dev.holdfast.runtimes.jvm.JvmSettings;
import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.handlers.HandlerSettings;
import dev.holdfast.services.hosting.ServiceHosting;
import dev.holdfast.services.routing.wire.WireClock;
import java.net.URL;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A real node without an edge, which delivers; it is closed properly, or killed. */
final class PostNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Caller CALLER = Caller.ANONYMOUS;

  final Journal journal;
  final ServiceHosting hosting;
  private final ClusterNode cluster;
  private final Optional<Messaging> messaging;
  private final MovedClock clock;

  /** The services are compiled once for all tests; a deployed version may serve many nodes. */
  private static final class Post {
    static final JvmServices SERVICES = load();

    private static JvmServices load() {
      try {
        URL folder = requireNonNull(PostNode.class.getResource("post"));
        return JvmServices.load(Path.of(folder.toURI()), JvmSettings.from(ConfigFactory.load()));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private PostNode(Place place, boolean carries, String... services) throws Exception {
    Config config = place.config();
    clock = place.clock();
    journal = Journal.open(JournalSettings.read(config));
    cluster =
        ClusterNode.start(
            new ClusterNode.Parts(
                config,
                ClusterSettings.of(config),
                journal.members(),
                journal::writer,
                List.of(
                    new JournalSetup(journal),
                    SliceClaims.of(journal),
                    new WireClock(Clock.systemUTC())),
                _ -> {}));
    hosting =
        ServiceHosting.start(
            new ServiceHosting.Parts(
                cluster.system(),
                journal,
                ServicesSettings.of(config),
                HandlerSettings.from(config),
                clock,
                cluster.name(),
                new SecureRandom().nextLong()));
    messaging =
        carries ? Optional.of(startMessaging(MessagingSettings.from(config))) : Optional.empty();
    deploy(services);
    hosting.join();
  }

  private Messaging startMessaging(MessagingSettings settings) {
    return Messaging.start(
        new Messaging.Parts(cluster.system(), journal, hosting.services(), settings, clock));
  }

  static PostNode start(Place place, boolean carries, String... services) throws Exception {
    return new PostNode(place, carries, services);
  }

  /** From now on these are deployed and nothing else; all if none are named. */
  void deploy(String... services) {
    Set<String> wanted = Set.of(services);
    List<FunctionRuntime> runtimes = new ArrayList<>(Messaging.platformServices(Map::of));
    for (FunctionRuntime runtime : Post.SERVICES.runtimes()) {
      if (wanted.isEmpty() || wanted.contains(runtime.description().service())) {
        runtimes.add(runtime);
      }
    }
    hosting.deploy(Deployed.of(runtimes));
    messaging.ifPresent(Messaging::refreshSoon);
  }

  Messaging messaging() {
    return messaging.orElseThrow();
  }

  /** Calls a command and waits until it is on disk. */
  Json call(String target, String handler, String argument) {
    return assertInstanceOf(Outcome.Replied.class, get(send(target, handler, argument, "")))
        .reply();
  }

  CompletableFuture<Outcome> send(String target, String handler, String argument, String key) {
    return hosting.services().command(callOf(target, handler, argument, key)).toCompletableFuture();
  }

  static Outcome get(CompletableFuture<Outcome> outcome) {
    return outcome.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private Call callOf(String target, String handler, String argument, String key) {
    return new Call(
        EntityId.parse(target),
        handler,
        Json.of(argument),
        CALLER,
        key.isEmpty() ? Optional.empty() : Optional.of(key),
        OptionalLong.empty(),
        false,
        clock.instant().plus(Duration.ofSeconds(60)),
        List.of(),
        Origin.Asked.ASKED);
  }

  /** What a query answers. */
  JsonNode ask(String target, String query) {
    var call = callOf(target, query, "null", "");
    Outcome outcome = get(hosting.services().query(call).toCompletableFuture());
    try {
      return JSON.readTree(assertInstanceOf(Outcome.Answered.class, outcome).value().toString());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A list of texts that a query answers. */
  List<String> lines(String target, String query) {
    List<String> lines = new ArrayList<>();
    ask(target, query).forEach(line -> lines.add(line.asText()));
    return lines;
  }

  List<String> diary(String id) {
    return lines("diary/" + id, "lines");
  }

  /** Waits until it is so. */
  static void until(BooleanSupplier so, Supplier<String> else_) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, else_);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Waits until the diary holds so many lines. */
  List<String> untilDiary(String id, int count) throws InterruptedException {
    until(() -> diary(id).size() >= count, () -> "diary/" + id + " has only " + diary(id));
    return diary(id);
  }

  /** Waits until the book says that every send was delivered and nobody is set aside. */
  void untilDelivered() throws InterruptedException {
    until(
        () -> IntStream.range(0, journal.slices().count()).allMatch(this::isDelivered),
        () -> "sends are still on their way");
  }

  private boolean isDelivered(int slice) {
    long reached = journal.deliveries().open(slice).positions().getOrDefault("", 0L);
    return journal.deliveries().open(slice).asides().isEmpty()
        && journal.outgoingReads().outgoing(slice, reached, 1, 1 << 20).isEmpty();
  }

  /** Ends as if the process were killed: nobody is told, nothing is written down. */
  void kill() throws Exception {
    cluster.system().terminate();
    cluster.system().getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    messaging.ifPresent(Messaging::close);
    hosting.close();
    journal.close();
  }

  @Override
  public void close() {
    messaging.ifPresent(it -> join(it.close().toCompletableFuture()));
    join(cluster.leave().toCompletableFuture());
    hosting.close();
    journal.close();
  }

  private static void join(CompletableFuture<?> stage) {
    stage.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}

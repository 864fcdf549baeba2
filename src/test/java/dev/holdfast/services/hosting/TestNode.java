package dev.holdfast.services.hosting;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cluster.ClusterNode;
import dev.holdfast.cluster.ClusterSettings;
import dev.holdfast.cluster.SliceClaims;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.JournalSetup;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.Services;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.handlers.HandlerSettings;
import dev.holdfast.services.routing.wire.WireClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** A real node without an edge: a journal in a file, an actor system, hosted services. */
final class TestNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Journal journal;
  final ServiceHosting hosting;
  private final ClusterNode cluster;

  TestNode(Path data, String overrides, FunctionRuntime... services) throws Exception {
    Config config =
        ConfigFactory.parseString(overrides)
            .withFallback(
                ConfigFactory.parseString(
                    "holdfast.journal.url=\"jdbc:sqlite:" + data.resolve("journal.db") + "\""))
            .withFallback(ConfigFactory.parseResources("settings/pekko.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
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
                reason -> {}));
    hosting =
        ServiceHosting.start(
            new ServiceHosting.Parts(
                cluster.system(),
                journal,
                ServicesSettings.of(config),
                HandlerSettings.from(config),
                Clock.systemUTC(),
                cluster.name(),
                new SecureRandom().nextLong()));
    hosting.deploy(Deployed.of(List.of(services)));
    hosting.join();
  }

  Services services() {
    return hosting.services();
  }

  CompletableFuture<Outcome> send(Call call) {
    return services().command(call).toCompletableFuture();
  }

  Outcome command(String id, String handler, String argument) {
    return get(send(call(id, handler, argument, "")));
  }

  Outcome.Replied add(String id, String amount, String key) {
    Outcome outcome = get(send(call(id, "add", amount, key)));
    return switch (outcome) {
      case Outcome.Replied replied -> replied;
      case Outcome.Answered _, Outcome.Inspected _, Outcome.Refused _ ->
          throw new AssertionError("Not replied: " + outcome);
    };
  }

  static Outcome get(CompletableFuture<Outcome> outcome) {
    return outcome.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  static Call call(String id, String handler, String argument, String key) {
    return call(id, handler, argument, key, Duration.ofSeconds(10));
  }

  static Call call(String id, String handler, String argument, String key, Duration patience) {
    return new Call(
        new EntityId("counter", id),
        handler,
        Json.of(argument),
        Caller.ANONYMOUS,
        key.isEmpty() ? Optional.empty() : Optional.of(key),
        OptionalLong.empty(),
        false,
        Clock.systemUTC().instant().plus(patience),
        List.of(),
        Origin.Asked.ASKED);
  }

  /** Stops the actor of an instance here, whatever it is doing. */
  void stopInstance(String id) {
    var actor = hosting.host().residents().find(new EntityId("counter", id)).orElseThrow();
    Adapter.toClassic(cluster.system()).stop(Adapter.toClassic(actor));
  }

  /** Where answers say that an instance here lives. */
  String name() {
    return cluster.name();
  }

  /** Ends as if the process were killed: nobody is told. */
  void kill() throws Exception {
    cluster.system().terminate();
    cluster.system().getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    hosting.close();
    journal.close();
  }

  @Override
  public void close() {
    hosting.close();
    cluster.leave().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    journal.close();
  }
}

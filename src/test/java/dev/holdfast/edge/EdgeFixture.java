package dev.holdfast.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.deployments.DeploymentAccess;
import dev.holdfast.edge.ScriptedRuntime.Done;
import dev.holdfast.edge.ScriptedRuntime.Shape;
import dev.holdfast.messaging.ConnectorAccess;
import dev.holdfast.messaging.MessagingOperations;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.services.handlers.HandlerSettings;
import dev.holdfast.services.handlers.HandlerThreads;
import dev.holdfast.services.history.History;
import dev.holdfast.services.history.HistorySettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.ActorSystem;

/** A server on a free port of loopback, in front of services in memory. */
final class EdgeFixture implements AutoCloseable {
  static final String COUNTED = "{\"type\":\"integer\",\"format\":\"int64\"}";
  static final String SETTINGS =
      """
      {"type":"object","properties":{"label":{"type":"string"},"limit":{"type":"integer"},
       "tags":{"type":"array","items":{"type":"string"}},"ratio":{"type":"number"},
       "on":{"type":["boolean","null"]},"nested":{"type":"object"},
       "colour":{"$ref":"#/$defs/Colour"}},
       "required":["label"],"$defs":{"Colour":{"enum":["RED","BLUE"]}}}
      """;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T10:00:00Z"));
  final MemoryJournal journal = new MemoryJournal();
  final MemoryServices services = new MemoryServices(journal, now::get);
  final MemoryTopics topics = new MemoryTopics(now::get);
  final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
  final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  final EdgeServer.Binding binding;
  private final HandlerThreads threads;
  private final ActorSystem system;

  EdgeFixture(String... settings) {
    Config config =
        ConfigFactory.parseString("holdfast.edge.port = 0\n" + String.join("\n", settings))
            .withFallback(ConfigFactory.load());
    system =
        ActorSystem.create(
            "edge",
            ConfigFactory.parseString(
                    """
                    pekko.actor.provider = local
                    pekko.loglevel = WARNING
                    pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    """)
                .withFallback(config));
    services.deploy(counter(), clock());
    var random = new AtomicLong(1);
    threads = new HandlerThreads(HandlerSettings.from(config), now::get);
    var history =
        new History(
            new History.Parts(
                journal,
                journal,
                services::deployed,
                threads,
                now::get,
                HistorySettings.from(config)));
    var parts =
        new EdgeParts(
            services,
            history,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            notReady::get,
            () -> Json.of("{\"nodes\":[]}"),
            now::get,
            random::getAndIncrement,
            new EdgeParts.Topics(topics, topics, new MemoryConnectors()),
            nothing(MessagingOperations.class),
            nothing(DeploymentAccess.class));
    binding =
        EdgeServer.start(system, EdgeSettings.from(config), parts).toCompletableFuture().join();
  }

  /** Operations and deployments are tried on real nodes. */
  private static <T> T nothing(Class<T> type) {
    return type.cast(
        java.lang.reflect.Proxy.newProxyInstance(
            EdgeFixture.class.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> Json.of("{}")));
  }

  static ScriptedRuntime counter() {
    return new ScriptedRuntime("counter", ServiceDescription.Kind.ENTITY)
        .command(
            "add",
            Shape.PLAIN.argument(COUNTED).reply(COUNTED).route("POST /counters/{id}/add"),
            (state, amount) -> set("value", state.path("value").asLong() + amount.asLong()))
        .command(
            "rename",
            Shape.PLAIN
                .argument("{\"type\":\"string\"}")
                .route("PUT /counters/{counter}/names/{name}"),
            (state, name) -> set("name", name.asText()))
        .command(
            "configure",
            Shape.PLAIN.argument(SETTINGS).route("POST /counters/{id}/settings/{label}"),
            (state, settings) -> set("settings", settings))
        .command("touch", Shape.PLAIN, (state, nothing) -> new Done.Changed(Map.of(), Map.of()))
        .command(
            "explode",
            Shape.PLAIN,
            (state, nothing) -> {
              throw new IllegalStateException("secret");
            })
        .command("refuse", Shape.PLAIN, (state, nothing) -> new Done.Rejected("too-much"))
        .command(
            "small",
            Shape.PLAIN.argument("{\"type\":\"string\"}").bodyBytes(16),
            (state, text) -> set("text", text.asText()))
        .command("guarded", Shape.PLAIN.allowing("user"), (state, nothing) -> set("value", 0))
        .command("internal", Shape.PLAIN.allowing(), (state, nothing) -> set("value", 0))
        .query(
            "value",
            Shape.PLAIN.reply(COUNTED).route("GET /counters/{id}/value"),
            (state, nothing) -> Optional.of(state.path("value").asLong()))
        .query(
            "best",
            Shape.PLAIN.reply(COUNTED).route("GET /counters/{id}/best"),
            (state, nothing) -> Optional.of("best"))
        .query(
            "at",
            Shape.PLAIN
                .argument("{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"string\"}}}")
                .route("GET /counters/{id}/{at}"),
            (state, argument) -> Optional.of("at " + argument.path("at").asText()))
        .query(
            "echo",
            Shape.PLAIN.argument(SETTINGS).route("GET /echo/{id}?label="),
            (state, argument) -> Optional.of(argument))
        .query(
            "find",
            Shape.PLAIN.argument("{\"type\":\"string\"}"),
            (state, name) ->
                state.path("name").asText().equals(name.asText())
                    ? Optional.of(name)
                    : Optional.empty());
  }

  static ScriptedRuntime clock() {
    return new ScriptedRuntime("clock", ServiceDescription.Kind.STATELESS)
        .query(
            "zone",
            Shape.PLAIN.argument("{\"type\":\"string\"}").route("GET /clock/{zone}"),
            (state, zone) -> Optional.of(zone.asText() + " " + ZoneOffset.UTC));
  }

  private static Done set(String field, Object value) {
    return new Done.Changed(Map.of(field, value), value);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(binding.url() + path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> put(String path) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
  }

  /** Adds to a counter over HTTP. */
  HttpResponse<String> add(String id, int amount, String... headers) {
    return post("/v1/services/counter/" + id + "/add", Integer.toString(amount), headers);
  }

  static JsonNode json(HttpResponse<String> response) {
    return ScriptedRuntime.tree(Json.of(response.body()));
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static List<String> codes(HttpResponse<String> response) {
    return List.of(Integer.toString(response.statusCode()), json(response).path("code").asText());
  }

  @Override
  public void close() {
    client.close();
    binding.drain(Duration.ofSeconds(1)).toCompletableFuture().join();
    threads.close();
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connectors that only remember how they were declared, and refuse the type {@code wrong}. */
  private static final class MemoryConnectors implements ConnectorAccess {
    private final Map<String, Json> declared = new ConcurrentSkipListMap<>();

    @Override
    public Json all() {
      return Json.of("{\"connectors\":[" + String.join(",", texts()) + "]}");
    }

    private Iterable<String> texts() {
      return declared.values().stream().map(Json::toString).toList();
    }

    @Override
    public Optional<Json> one(String name) {
      return Optional.ofNullable(declared.get(name));
    }

    @Override
    public Optional<Problem> put(String name, Json settings) {
      if (settings.toString().contains("wrong")) {
        return Optional.of(ProblemCode.INVALID_REQUEST.at("/type", "must be another."));
      }
      declared.put(name, settings);
      return Optional.empty();
    }

    @Override
    public Optional<Problem> remove(String name) {
      return declared.remove(name) == null
          ? Optional.of(ProblemCode.UNKNOWN_ROUTE.problem("There is no connector " + name + "."))
          : Optional.empty();
    }
  }
}

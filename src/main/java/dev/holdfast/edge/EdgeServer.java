package dev.holdfast.edge;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.edge.connections.ConnectionStage;
import dev.holdfast.edge.connections.OpenConnections;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;

/** The HTTP server of a node: binds, and lets go again. */
public final class EdgeServer {
  private EdgeServer() {}

  /**
   * Starts to listen.
   *
   * @throws dev.holdfast.settings.InvalidSetting when the address would let strangers in
   */
  public static CompletionStage<Binding> start(
      ClassicActorSystemProvider system, EdgeSettings settings, EdgeParts parts) {
    Callers callers = Callers.of(settings);
    var materializer = SystemMaterializer.get(system).materializer();
    var edge = new Edge(settings, parts, callers, new BodyReader(settings.bodies(), materializer));
    var connections = new OpenConnections();
    var stage =
        new ConnectionStage(
            edge::handle, settings.connections().waiting(), connections, Responses.internal(""));
    Config config = system.classicSystem().settings().config();
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(ServerSettings.create(http(settings).withFallback(config)))
        .bindFlow(Flow.fromGraph(stage))
        .thenApply(
            bound -> new Binding(bound, edge, connections, settings.connections().lastRequest()));
  }

  /** The HTTP server's own settings, as ours have it. */
  private static Config http(EdgeSettings settings) {
    EdgeSettings.Connections connections = settings.connections();
    return ConfigFactory.parseMap(
        Map.ofEntries(
            Map.entry("pekko.http.server.max-connections", connections.most()),
            Map.entry("pekko.http.server.idle-timeout", millis(connections.idle())),
            // Zero builds no stage for it at all: deadlines are the work of Services.
            Map.entry("pekko.http.server.request-timeout", "0s"),
            Map.entry("pekko.http.server.linger-timeout", millis(connections.linger())),
            // For what is cut when a drain takes too long: it may have been done.
            Map.entry("pekko.http.server.termination-deadline-exceeded-response.status", 504),
            Map.entry("pekko.http.server.pipelining-limit", 1),
            Map.entry("pekko.http.server.backlog", connections.backlog()),
            Map.entry("pekko.http.server.enable-http2", "off"),
            Map.entry("pekko.http.server.server-header", ""),
            // The path is read from what was sent, before anybody has normalised it.
            Map.entry("pekko.http.server.raw-request-uri-header", "on"),
            Map.entry("pekko.http.server.parsing.error-handler", ParsingProblems.class.getName()),
            Map.entry("pekko.http.server.parsing.uri-parsing-mode", "strict"),
            Map.entry("pekko.http.server.parsing.max-uri-length", connections.targetBytes()),
            Map.entry(
                "pekko.http.server.parsing.max-header-value-length", connections.headerBytes()),
            Map.entry("pekko.http.server.parsing.max-header-count", connections.headers()),
            Map.entry("pekko.http.server.parsing.max-content-length", settings.bodies().most()),
            Map.entry("pekko.http.server.parsing.illegal-header-warnings", "off"),
            Map.entry("pekko.http.server.parsing.error-logging-verbosity", "off")));
  }

  private static String millis(Duration time) {
    return time.toMillis() + "ms";
  }

  /** A server that listens. */
  public static final class Binding {
    /** The shortest time the HTTP layer accepts. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final ServerBinding binding;
    private final Edge edge;
    private final OpenConnections connections;
    private final Duration lastRequest;

    private Binding(
        ServerBinding binding, Edge edge, OpenConnections connections, Duration lastRequest) {
      this.binding = binding;
      this.edge = edge;
      this.connections = connections;
      this.lastRequest = lastRequest;
    }

    public InetSocketAddress address() {
      return binding.localAddress();
    }

    /** Such as {@code http://127.0.0.1:8080}. */
    public String url() {
      return Callers.url(binding.localAddress());
    }

    /**
     * Takes no new connections, ends streams, and answers what still comes; at once when no
     * connection is open, and at most so long.
     *
     * <p>An idle connection is not closed at once: a request may already be on its way, and whoever
     * sent it could not know whether it was done.
     */
    public CompletionStage<?> drain(Duration most) {
      Duration idle = lastRequest.compareTo(most) < 0 ? lastRequest : most;
      connections.answerLast();
      edge.stopStreams();
      return binding
          .unbind()
          .thenCompose(_ -> connections.none(idle))
          .thenCompose(
              _ -> {
                connections.closeIdle();
                return connections.none(most.minus(idle));
              })
          // Ending the server cuts even answers that are being written, so only what is left.
          .thenCompose(
              none ->
                  none
                      ? CompletableFuture.completedFuture(none)
                      : binding.terminate(AT_ONCE).thenApply(_ -> none));
    }
  }
}

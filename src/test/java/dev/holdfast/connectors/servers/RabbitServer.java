package dev.holdfast.connectors.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real RabbitMQ with a directory, ports, a cookie and a port mapper of its own.
 *
 * <p>Invariant: its process is the Erlang machine itself, so a kill is one of the broker. Nothing
 * of it is left after {@link #close}.
 */
public final class RabbitServer extends ServerProcess {
  private static final String SCRIPTS = "/usr/lib/rabbitmq/bin/";

  private final Path directory;
  private final int port;
  private final int tlsPort;
  private final int mapperPort;
  private final int distributionPort;
  private final Process mapper;

  private RabbitServer(Path directory, Optional<Path> certificates) throws IOException {
    this.directory = directory;
    this.port = Machine.freePort();
    this.tlsPort = Machine.freePort();
    this.mapperPort = Machine.freePort();
    this.distributionPort = Machine.freePort();
    Files.createDirectories(directory.resolve("home"));
    Files.writeString(directory.resolve("rabbitmq.conf"), configuration(certificates));
    this.mapper = mapper();
    try {
      restart();
    } catch (IOException | RuntimeException e) {
      Machine.kill(mapper);
      throw e;
    }
  }

  private static Path script(String name) {
    return Machine.program(places(name));
  }

  private static List<String> places(String script) {
    return List.of(SCRIPTS + script, "/opt/rabbitmq/sbin/" + script);
  }

  public static boolean isInstalled() {
    return Machine.installed(places("rabbitmq-server")).isPresent();
  }

  /** Ends a test that cannot run here. */
  public static void need() {
    Machine.need("rabbitmq-server", places("rabbitmq-server"));
  }

  public static RabbitServer start(Path directory) throws IOException {
    return new RabbitServer(directory, Optional.empty());
  }

  /** Also listens with TLS; the directory has ca.crt, node.crt and node.key. */
  public static RabbitServer start(Path directory, Path certificates) throws IOException {
    return new RabbitServer(directory, Optional.of(certificates));
  }

  public int port() {
    return port;
  }

  public int tlsPort() {
    return tlsPort;
  }

  public String uri() {
    return "amqp://127.0.0.1:" + port;
  }

  private String configuration(Optional<Path> certificates) {
    String plain = "listeners.tcp.1 = 127.0.0.1:%d%nlog.file.level = warning%n".formatted(port);
    return certificates
        .map(
            folder ->
                plain
                    + """
                    listeners.ssl.1 = 127.0.0.1:%d
                    ssl_options.cacertfile = %s/ca.crt
                    ssl_options.certfile = %s/node.crt
                    ssl_options.keyfile = %s/node.key
                    ssl_options.verify = verify_peer
                    ssl_options.fail_if_no_peer_cert = true
                    """
                        .formatted(tlsPort, folder, folder, folder))
        .orElse(plain);
  }

  /** Started by us, because the one that Erlang would start outlives it. */
  private Process mapper() throws IOException {
    Path epmd = Machine.program(List.of("/usr/bin/epmd", "/usr/local/bin/epmd"));
    var builder =
        new ProcessBuilder(
            epmd.toString(), "-port", Integer.toString(mapperPort), "-address", "127.0.0.1");
    return builder.redirectErrorStream(true).redirectOutput(output("epmd")).start();
  }

  @Override
  Process run() throws IOException {
    var builder = new ProcessBuilder(script("rabbitmq-server").toString());
    builder.environment().putAll(environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(output("rabbitmq")).start();
    Machine.awaitPort(port, process, directory.resolve("rabbitmq.out"));
    return process;
  }

  private ProcessBuilder.Redirect output(String name) {
    return ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".out").toFile());
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("HOME", directory.resolve("home").toString());
    // Makes the script become the Erlang machine instead of waiting for it.
    all.put("RUNNING_UNDER_SYSTEMD", "true");
    all.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
    all.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    all.put("RABBITMQ_NODENAME", "test" + port + "@localhost");
    all.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    all.put("RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString());
    all.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
    all.put("RABBITMQ_PID_FILE", directory.resolve("pid").toString());
    all.put("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString());
    all.put("RABBITMQ_CONF_ENV_FILE", directory.resolve("none.conf").toString());
    all.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
    all.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
    return all;
  }

  /** Runs {@code rabbitmqctl}. */
  public void control(String... arguments) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(script("rabbitmqctl").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(output("control")).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      Machine.kill(process);
      throw new IllegalStateException(Files.readString(directory.resolve("control.out")));
    }
  }

  @Override
  public void close() {
    super.close();
    Machine.kill(mapper);
  }
}

package dev.holdfast.connectors.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.tools.StorageTool;

/**
 * A real broker of Kafka with a directory and ports of its own: one node, which is its own
 * controller. It knows the user {@code shop} with the password {@code hunter2}.
 *
 * <p>It does not sync: what it has acknowledged is in the system's page cache, which its own death
 * does not touch.
 */
public final class KafkaServer extends ServerProcess {
  private final Path directory;
  private final int port;
  private final int tlsPort;
  private final int saslPort;

  private KafkaServer(Path directory, Path certificates) throws IOException {
    this.directory = directory;
    this.port = Machine.freePort();
    this.tlsPort = Machine.freePort();
    this.saslPort = Machine.freePort();
    Files.createDirectories(directory);
    Path proof = directory.resolve("broker.pem");
    Files.writeString(
        proof,
        Files.readString(certificates.resolve("node.key"))
            + Files.readString(certificates.resolve("node.crt")));
    Files.write(settings(), lines(proof, certificates.resolve("ca.crt")));
    format();
    restart();
  }

  /** The certificates have ca.crt, node.crt and node.key; clients must show one, too. */
  public static KafkaServer start(Path directory, Path certificates) throws IOException {
    return new KafkaServer(directory, certificates);
  }

  public String uri() {
    return "kafka://" + address();
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public String tlsUri() {
    return "kafkas://127.0.0.1:" + tlsPort;
  }

  /** Where a user must say who it is. */
  public String saslUri() {
    return "kafka://127.0.0.1:" + saslPort;
  }

  private Path settings() {
    return directory.resolve("server.properties");
  }

  private List<String> lines(Path proof, Path trusted) throws IOException {
    int controller = Machine.freePort();
    String open =
        "PLAINTEXT://127.0.0.1:%d,SSL://127.0.0.1:%d,SASL://127.0.0.1:%d"
            .formatted(port, tlsPort, saslPort);
    String login = "org.apache.kafka.common.security.";
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listeners=%2$s,CONTROLLER://127.0.0.1:%1$d
        advertised.listeners=%2$s
        inter.broker.listener.name=PLAINTEXT
        listener.security.protocol.map=\
        PLAINTEXT:PLAINTEXT,SSL:SSL,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
        ssl.keystore.type=PEM
        ssl.keystore.location=%3$s
        ssl.truststore.type=PEM
        ssl.truststore.location=%4$s
        ssl.client.auth=required
        listener.name.sasl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
        listener.name.sasl.plain.sasl.jaas.config=\
        %5$splain.PlainLoginModule required user_shop="hunter2";
        listener.name.sasl.scram-sha-512.sasl.jaas.config=%5$sscram.ScramLoginModule required;
        log.dirs=%6$s
        log.cleaner.dedupe.buffer.size=2097152
        auto.create.topics.enable=false
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        group.min.session.timeout.ms=1000
        broker.heartbeat.interval.ms=300
        broker.session.timeout.ms=1500
        num.network.threads=2
        num.io.threads=2
        background.threads=2
        """
        .formatted(controller, open, proof, trusted, login, directory.resolve("data"))
        .lines()
        .toList();
  }

  private void format() {
    String id = "holdfast-test-cluster0";
    int failed =
        StorageTool.execute(
            new String[] {
              "format",
              "--config",
              settings().toString(),
              "--cluster-id",
              id,
              "--add-scram",
              "SCRAM-SHA-512=[name=shop,password=hunter2]"
            },
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    if (failed != 0) {
      throw new IllegalStateException("the directory could not be made");
    }
  }

  @Override
  Process run() throws IOException {
    Path output = directory.resolve("kafka.out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path", ""),
                "kafka.Kafka",
                settings().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    Machine.awaitPort(port, process, output);
    return process;
  }
}

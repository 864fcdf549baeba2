package dev.holdfast.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.certificates.Authority;
import dev.holdfast.certificates.CertificatesFailed;
import dev.holdfast.cluster.ClusterSettings.Mode;
import dev.holdfast.journal.members.Members;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual TLS between nodes, as Pekko's settings say it.
 *
 * <p>Invariant: beyond loopback nobody talks without it unless the settings say so loudly.
 */
final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final String AUTHORITY = "cluster-authority";
  private static final String TRANSPORT = "pekko.remote.artery.transport";
  private static final String TLS_TCP = "tls-tcp";
  private static final String ENGINE = "pekko.remote.artery.ssl.rotating-keys-engine.";

  private Tls() {}

  /** What is to be laid over the settings; in the mode AUTO it makes this node a certificate. */
  static Config config(
      ClusterSettings.Tls settings, String host, String bind, Optional<Members> members) {
    boolean loopback = Remoting.isLoopback(host) && (bind.isEmpty() || Remoting.isLoopback(bind));
    return switch (settings.mode()) {
      case DEFAULT -> loopback ? plain() : auto(host, members);
      case AUTO -> auto(host, members);
      case FILES -> over(Path.of(settings.directory()));
      case OFF -> {
        if (!loopback && !settings.insecure()) {
          throw new InvalidSetting(
              "holdfast.cluster.tls.mode",
              "off at "
                  + host
                  + " lets anybody who reaches the port take the node over; use auto or files, or"
                  + " set holdfast.cluster.tls.insecure = on");
        }
        if (!loopback) {
          LOG.warn(
              "Nodes talk at {} without TLS (insecure = on): anybody who reaches the port owns"
                  + " this node",
              host);
        }
        yield plain();
      }
    };
  }

  /** Reads the certificates as remoting will: else it would fail at every connection, silently. */
  static void check(ActorSystem<Void> system) {
    if (system.settings().config().getString(TRANSPORT).equals(TLS_TCP)) {
      try {
        new RotatingKeysSSLEngineProvider(system.classicSystem()).createServerSSLEngine("", 0);
      } catch (RuntimeException e) {
        system.terminate();
        throw e;
      }
    }
  }

  private static Config plain() {
    return ConfigFactory.empty();
  }

  private static Config auto(String host, Optional<Members> members) {
    Members table =
        members.orElseThrow(
            () ->
                new InvalidSetting(
                    "holdfast.cluster.tls.mode",
                    Mode.AUTO + " keeps its authority in a PostgreSQL journal; there is none"));
    try {
      Path directory = Files.createTempDirectory("holdfast-node");
      directory.toFile().deleteOnExit();
      authority(table).issue(host, List.of(), directory);
      for (String file : List.of("ca.crt", "node.crt", "node.key")) {
        directory.resolve(file).toFile().deleteOnExit();
      }
      return over(directory);
    } catch (IOException | SQLException | CertificatesFailed e) {
      throw (CannotJoin)
          new CannotJoin("The node has no certificate: " + e.getMessage()).initCause(e);
    }
  }

  /** Of two nodes that make one at once, the first in the database is everybody's. */
  private static Authority authority(Members table) throws SQLException {
    Optional<String> kept = table.kept(AUTHORITY);
    return Authority.of(
        kept.isPresent() ? kept.get() : table.keepFirst(AUTHORITY, Authority.create().text()));
  }

  private static Config over(Path directory) {
    return ConfigFactory.parseMap(
        Map.of(
            TRANSPORT,
            TLS_TCP,
            ENGINE + "ca-cert-file",
            file(directory, "ca.crt"),
            ENGINE + "cert-file",
            file(directory, "node.crt"),
            ENGINE + "key-file",
            file(directory, "node.key")),
        "holdfast.cluster.tls");
  }

  private static String file(Path directory, String name) {
    Path file = directory.resolve(name).toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new InvalidSetting("holdfast.cluster.tls.directory", "has no readable " + name);
    }
    return file.toString();
  }
}

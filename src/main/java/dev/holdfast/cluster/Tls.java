package dev.holdfast.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.holdfast.certificates.Authority;
import dev.holdfast.certificates.CertificatesFailed;
import dev.holdfast.cluster.ClusterSettings.Mode;
import dev.holdfast.journal.members.Members;
import dev.holdfast.settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.event.NoMarkerLogging;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual TLS between nodes, as Pekko's settings say it.
 *
 * <p>Invariant: beyond loopback nobody talks without it unless the settings say so loudly.
 *
 * <p>The certificates are read before there is an actor system: remoting itself reads them at its
 * first connection, which a node that is alone has after days, and fails at each, silently.
 */
final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final String AUTHORITY = "cluster-authority";
  private static final String TRANSPORT = "pekko.remote.artery.transport";
  private static final String TLS_TCP = "tls-tcp";
  private static final String ENGINE = "pekko.remote.artery.ssl.rotating-keys-engine";

  /** Longer than what was read is valid: there is nothing to read again. */
  private static final String FOR_EVER = "3650 d";

  private Tls() {}

  /** What is to be laid over the settings, and what the actor system is handed. */
  record Laid(Config config, List<Setup> setups) {
    static final Laid PLAIN = new Laid(ConfigFactory.empty(), List.of());

    public Laid {
      setups = List.copyOf(setups);
    }
  }

  /** In the mode AUTO it makes this node a certificate. */
  static Laid over(
      Config config,
      ClusterSettings.Tls settings,
      String host,
      String bind,
      Optional<Members> members) {
    boolean loopback = Remoting.isLoopback(host) && (bind.isEmpty() || Remoting.isLoopback(bind));
    return switch (settings.mode()) {
      case DEFAULT -> loopback ? Laid.PLAIN : auto(config, host, members);
      case AUTO -> auto(config, host, members);
      case FILES -> laid(keys(Path.of(settings.directory())), config);
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
        yield Laid.PLAIN;
      }
    };
  }

  /**
   * The files are gone before the node has started, and nobody misses them: whoever cleans up
   * temporary files could take them away under a running node, and they would outlive a killed one.
   */
  private static Laid auto(Config config, String host, Optional<Members> members) {
    Members table =
        members.orElseThrow(
            () ->
                new InvalidSetting(
                    "holdfast.cluster.tls.mode",
                    Mode.AUTO + " keeps its authority in a PostgreSQL journal; there is none"));
    try {
      Authority authority = authority(table);
      return authority.issueInPassing(
          host,
          directory ->
              laid(
                  keys(directory)
                      .withValue("ssl-context-cache-ttl", ConfigValueFactory.fromAnyRef(FOR_EVER)),
                  config));
    } catch (SQLException | CertificatesFailed e) {
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

  private static Config keys(Path directory) {
    return ConfigFactory.parseMap(
        Map.of(
            "ca-cert-file",
            file(directory, "ca.crt"),
            "cert-file",
            file(directory, "node.crt"),
            "key-file",
            file(directory, "node.key")),
        "holdfast.cluster.tls");
  }

  /** One provider for all actor systems of the start, which has read its files. */
  private static Laid laid(Config keys, Config config) {
    try {
      var engines =
          new RotatingKeysSSLEngineProvider(
              keys.withFallback(config.getConfig(ENGINE)), NoMarkerLogging.getInstance());
      engines.createServerSSLEngine("", 0);
      return new Laid(
          ConfigFactory.parseMap(Map.of(TRANSPORT, TLS_TCP), "holdfast.cluster.tls"),
          List.of(SSLEngineProviderSetup.create(system -> engines)));
    } catch (RuntimeException e) {
      throw (CannotJoin)
          new CannotJoin("The node's certificates cannot be used: " + e.getMessage()).initCause(e);
    }
  }

  private static String file(Path directory, String name) {
    Path file = directory.resolve(name).toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new InvalidSetting("holdfast.cluster.tls.directory", "has no readable " + name);
    }
    return file.toString();
  }
}

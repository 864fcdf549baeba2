package dev.holdfast.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.members.Members;
import dev.holdfast.settings.InvalidSetting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where this node is reached by others, as Pekko's settings say it. */
final class Remoting {
  private static final String AUTO = "auto";
  private static final String LOOPBACK = "127.0.0.1";

  private Remoting() {}

  /** The host others reach this node at. */
  static String host(ClusterSettings settings, Optional<Members> members) throws SQLException {
    if (!settings.host().equals(AUTO)) {
      return settings.host();
    }
    if (members.isEmpty()) {
      return LOOPBACK;
    }
    InetAddress local = members.get().localAddress();
    return local.isLoopbackAddress() || local.isAnyLocalAddress()
        ? LOOPBACK
        : local.getHostAddress();
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw (InvalidSetting)
          new InvalidSetting("holdfast.cluster.host", "is not known: " + host).initCause(e);
    }
  }

  /** Of the program, as its jar says; a class folder does not know. */
  static String version() {
    String version = Remoting.class.getPackage().getImplementationVersion();
    return version == null ? "0.0.0" : version;
  }

  /** What is to be laid over the settings. */
  static Config config(ClusterSettings settings, String host, int port, String version) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("pekko.remote.artery.canonical.hostname", host);
    keys.put("pekko.remote.artery.canonical.port", port);
    keys.put("pekko.remote.artery.bind.hostname", settings.bind());
    keys.put("pekko.cluster.app-version", version);
    return ConfigFactory.parseMap(keys, "holdfast.cluster");
  }
}

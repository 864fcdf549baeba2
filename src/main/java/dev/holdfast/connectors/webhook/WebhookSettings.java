package dev.holdfast.connectors.webhook;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.holdfast.outbound.PublicAddresses;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the messages of a topic are posted to, and how; the keys are explained in {@code
 * settings/webhook.conf}.
 *
 * <p>Invariant: holds no secret, only where they are to be found.
 *
 * @param name of the connector
 * @param url http or https, without a user and without a fragment
 * @param secrets each makes a signature; none for messages that are not signed
 * @param allowPrivate whether the host may have an address that is not public
 * @param connectTimeout for a connection
 * @param responseTimeout for a message, from the first byte to the end of the answer
 * @param responseBytes read of an answer's body
 * @param concurrent messages on their way at once
 * @param waiting messages that wait for one of them to come back
 */
public record WebhookSettings(
    String name,
    String topic,
    URI url,
    Mode mode,
    List<SecretSource> secrets,
    boolean allowPrivate,
    Duration connectTimeout,
    Duration responseTimeout,
    int responseBytes,
    int concurrent,
    int waiting) {
  private static final String DEFAULTS = "holdfast.webhook";

  /** Keys that have no default. */
  private static final Set<String> OWN = Set.of("type", "direction", "topic", "url", "secrets");

  private static final int MOST_SECRETS = 2;

  /** How an event stands in a request. */
  public enum Mode {
    /** All of it is the body, so all of it is signed. */
    STRUCTURED,
    /** The attributes are headers, which no signature covers. */
    BINARY
  }

  public WebhookSettings {
    secrets = List.copyOf(secrets);
    if (!EntityId.isService(name)) {
      throw new InvalidSetting(path(name), "a connector is named by lower-case words with hyphens");
    }
    if (!EntityId.isService(topic)) {
      throw new InvalidSetting(path(name) + ".topic", "must be lower-case words with hyphens");
    }
    if (secrets.size() > MOST_SECRETS) {
      throw new InvalidSetting(path(name) + ".secrets", "must be two at most: the new and the old");
    }
    if (connectTimeout.isZero() || responseTimeout.isZero()) {
      throw new InvalidSetting(path(name), "timeouts must be longer than nothing");
    }
    String fault = fault(url, allowPrivate);
    if (!fault.isEmpty()) {
      throw new InvalidSetting(path(name) + ".url", fault);
    }
  }

  /**
   * Reads the block of a connector of type {@code webhook} and direction {@code sink}.
   *
   * @param block what it says itself; what it does not say is as the program ships it, unless the
   *     caller has put other defaults below it
   */
  public static WebhookSettings of(String name, Config block) {
    String path = path(name);
    Config defaults = ConfigFactory.defaultReference().getConfig(DEFAULTS);
    for (String key : block.root().keySet()) {
      if (!OWN.contains(key) && !defaults.root().containsKey(key)) {
        throw new InvalidSetting(path + "." + key, "is no key of a webhook");
      }
    }
    Settings at = Settings.at(block.withFallback(defaults).atPath(path), path);
    require(path + ".type", at.text("type"), "webhook");
    require(path + ".direction", at.text("direction"), "sink");
    return new WebhookSettings(
        name,
        at.text("topic"),
        url(at.text("url"), path),
        mode(at.text("mode"), path),
        secrets(block, path),
        at.flag("allow-private"),
        at.time("connect-timeout"),
        at.time("response-timeout"),
        (int) at.bytes("response", 1, 1 << 30),
        at.count("concurrent", 1, 10_000),
        at.count("waiting", 0, 1_000_000));
  }

  private static String path(String name) {
    return ConfigUtil.joinPath("holdfast", "connectors", name);
  }

  private static void require(String path, String given, String value) {
    if (!given.equals(value)) {
      throw new InvalidSetting(path, "must be " + value);
    }
  }

  private static URI url(String text, String path) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw (InvalidSetting) new InvalidSetting(path + ".url", "is not a URL").initCause(e);
    }
  }

  private static Mode mode(String text, String path) {
    try {
      return Mode.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw (InvalidSetting)
          new InvalidSetting(path + ".mode", "must be structured or binary").initCause(e);
    }
  }

  private static List<SecretSource> secrets(Config block, String path) {
    var secrets = new ArrayList<SecretSource>();
    try {
      if (block.hasPath("secrets")) {
        for (Config secret : block.getConfigList("secrets")) {
          secrets.add(secret(secret));
        }
      }
    } catch (ConfigException e) {
      throw (InvalidSetting)
          new InvalidSetting(
                  path + ".secrets", "must be a list of { env = VARIABLE } or { file = PATH }")
              .initCause(e);
    }
    return secrets;
  }

  private static SecretSource secret(Config secret) {
    if (secret.root().size() != 1) {
      throw new ConfigException.Generic("one key each");
    }
    return secret.hasPath("env")
        ? new SecretSource.Environment(secret.getString("env"))
        : new SecretSource.InFile(Path.of(secret.getString("file")));
  }

  private static String fault(URI url, boolean allowPrivate) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return "must begin with https:// or http://";
    }
    String host = url.getHost();
    if (host == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return "must name a host, and neither a user nor a fragment";
    }
    try {
      boolean open = allowPrivate || PublicAddresses.contains(InetAddress.ofLiteral(host));
      return open ? "" : "is not a public address; allow-private = true lets it be";
    } catch (IllegalArgumentException e) {
      // A name; it is checked whenever it is looked up.
      return "";
    }
  }
}

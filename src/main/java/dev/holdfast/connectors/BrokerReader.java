package dev.holdfast.connectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.holdfast.connectors.BrokerSettings.Own;
import dev.holdfast.connectors.BrokerSettings.Tls;
import dev.holdfast.outbound.Backoff;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where a broker is.
 *
 * <p>Invariant: a secret that stands in the settings themselves is refused, and not repeated in the
 * refusal.
 */
record BrokerReader(String path, Config merged, Settings at) {
  private static final Map<String, String> PLAIN =
      Map.of("rabbitmq", "amqp", "redis", "redis", "kafka", "kafka");

  private static final String A_PASSWORD =
      "stands in the environment or in a file: password = { env = NAME } or { file = \"/PATH\" }";

  BrokerSettings read(String type) {
    boolean on =
        ConnectorReader.oneOf(path + ".tls.mode", tls().text("mode"), "on", "off").equals("on");
    return new BrokerSettings(
        address(PLAIN.getOrDefault(type, ""), on),
        at.text("username"),
        password(),
        on ? Optional.of(proof()) : Optional.empty(),
        at.time("connect-timeout"),
        at.time("answer-timeout"),
        backoff(path + ".reconnect", at.block("reconnect")));
  }

  private URI address(String plain, boolean tls) {
    URI uri = uri(at.text("uri"));
    if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
      throw wrong("uri", "must have no user and no password; set username and password");
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals(plain) && !scheme.equals(plain + "s")) {
      throw wrong("uri", "must begin with " + plain + ":// or " + plain + "s://");
    }
    if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong("uri", "must have a host, and nothing behind its path");
    }
    if (tls == scheme.equals(plain)) {
      throw wrong(
          "tls.mode", tls ? "on needs a uri with " + plain + "s://" : "must be on for " + scheme);
    }
    return uri;
  }

  private URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw (InvalidSetting) wrong("uri", "is no address: " + e.getReason()).initCause(e);
    }
  }

  private SecretReference password() {
    ConfigValue value = merged.root().get("password");
    if (value == null) {
      return new SecretReference.None();
    }
    if (!(value instanceof ConfigObject block) || block.size() != 1) {
      throw wrong("password", A_PASSWORD);
    }
    String kind = block.keySet().iterator().next();
    ConfigValue named = block.get(kind);
    if (named == null || named.valueType() != ConfigValueType.STRING) {
      throw wrong("password", A_PASSWORD);
    }
    String text = String.valueOf(named.unwrapped());
    return switch (kind) {
      case "env" -> new SecretReference.Environment(text);
      case "file" -> new SecretReference.InFile(Path.of(text));
      default -> throw wrong("password", A_PASSWORD);
    };
  }

  private Tls proof() {
    Settings tls = tls();
    Optional<Path> certificate = file(tls.text("certificate"));
    Optional<Path> key = file(tls.text("key"));
    if (certificate.isPresent() != key.isPresent()) {
      throw wrong("tls", "certificate and key belong together");
    }
    return new Tls(
        file(tls.text("ca")),
        certificate.flatMap(one -> key.map(other -> new Own(one, other))),
        tls.flag("verify-host"));
  }

  private Settings tls() {
    return at.block("tls");
  }

  private static Optional<Path> file(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  static Backoff backoff(String path, Settings block) {
    try {
      return new Backoff(block.time("least"), block.time("most"));
    } catch (InvalidSetting e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("holdfast") ? e : new InvalidSetting(path, message);
    }
  }

  private InvalidSetting wrong(String key, String reason) {
    return new InvalidSetting(path + "." + key, reason);
  }
}

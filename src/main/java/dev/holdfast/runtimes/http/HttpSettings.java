package dev.holdfast.runtimes.http;

import com.typesafe.config.Config;
import dev.holdfast.outbound.AllowList;
import dev.holdfast.runtimes.remote.Attempts;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How functions behind URLs are asked; every key is explained in {@code
 * settings/http-functions.conf}.
 *
 * @param attempts how often and how long
 * @param connect for a connection with its handshake
 * @param idle after which a connection that nobody uses is closed
 * @param life of a connection, so that a name that moves is looked up again
 * @param requestBytes of one request
 * @param answerBytes of one answer
 * @param allow what may be reached beside public addresses
 * @param ports of public addresses
 * @param authorities whose certificates are believed; absent for those the JVM knows
 * @param tokens how tokens are fetched
 */
public record HttpSettings(
    Attempts.Limits attempts,
    Duration connect,
    Duration idle,
    Duration life,
    int requestBytes,
    int answerBytes,
    AllowList allow,
    Set<Integer> ports,
    Optional<Path> authorities,
    Tokens tokens) {
  private static final String PATH = "holdfast.runtimes.http";

  /**
   * Where tokens come from.
   *
   * @param google the metadata server of Google's machines
   * @param entra whoever issues tokens of Microsoft Entra
   * @param timeout for one token
   * @param renew so long before one expires
   */
  public record Tokens(URI google, URI entra, Duration timeout, Duration renew) {}

  public HttpSettings {
    ports = Set.copyOf(ports);
    if (connect.isZero() || attempts.answer().isZero() || tokens.timeout().isZero()) {
      throw new InvalidSetting(PATH, "timeouts must be longer than nothing");
    }
  }

  public static HttpSettings from(Config config) {
    Settings at = Settings.at(config, PATH);
    Settings tokens = at.block("tokens");
    return new HttpSettings(
        Attempts.Limits.of(at),
        at.time("connect"),
        at.time("idle"),
        at.time("life"),
        Math.toIntExact(at.bytes("request-bytes", 1024, 1L << 30)),
        Math.toIntExact(at.bytes("answer-bytes", 1024, 1L << 30)),
        AllowList.of(PATH + ".allow", at.texts("allow")),
        ports(at.texts("ports")),
        Optional.of(at.text("authorities")).filter(file -> !file.isEmpty()).map(Path::of),
        new Tokens(
            uri(tokens.text("google"), "google"),
            uri(tokens.text("entra"), "entra"),
            tokens.time("timeout"),
            tokens.time("renew")));
  }

  private static Set<Integer> ports(List<String> texts) {
    var ports = new HashSet<Integer>();
    for (String text : texts) {
      try {
        ports.add(Integer.parseInt(text));
      } catch (NumberFormatException e) {
        throw (InvalidSetting)
            new InvalidSetting(PATH + ".ports", "\"" + text + "\" is no port").initCause(e);
      }
    }
    return ports;
  }

  private static URI uri(String text, String key) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw (InvalidSetting)
          new InvalidSetting(PATH + ".tokens." + key, "is not a URL").initCause(e);
    }
  }
}

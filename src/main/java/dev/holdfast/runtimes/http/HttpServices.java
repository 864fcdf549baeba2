package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.AllowList;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.remote.Attempts;
import dev.holdfast.runtimes.remote.RemoteServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Services of functions behind URLs. */
public final class HttpServices {
  private static final int MOST_SECRETS = 2;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** What the client and the protocol say themselves. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "user-agent",
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature");

  private HttpServices() {}

  /**
   * Asks a function what it is.
   *
   * @param name in messages
   * @throws UnloadableCode with what is wrong with the target, or with what it says
   */
  public static Loaded load(
      String name, HttpTarget target, HttpSettings settings, Surroundings surroundings)
      throws IOException, UnloadableCode {
    return load(name, target, settings, surroundings, HttpServices::lookUp);
  }

  private static List<InetAddress> lookUp(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  static Loaded load(
      String name,
      HttpTarget target,
      HttpSettings settings,
      Surroundings surroundings,
      Guard.Names names)
      throws IOException, UnloadableCode {
    var guard = new Guard(target.url(), settings.allow(), settings.ports(), names);
    var faults = new ArrayList<String>();
    guard.fault().ifPresent(fault -> faults.add("its URL " + fault));
    if (target.secrets().size() > MOST_SECRETS) {
      faults.add("it has more than two secrets: the new and the old");
    }
    if (target.token() instanceof Token.Header header && !isFree(header.name())) {
      faults.add("\"" + header.name() + "\" is no header that a token may have");
    }
    if (!faults.isEmpty()) {
      throw new UnloadableCode(faults.stream().map(fault -> name + ": " + fault).toList());
    }
    var endpoint =
        new HttpEndpoint(
            target,
            surroundings,
            new Attempts(name, settings.attempts(), surroundings.clock()),
            Exchange.open(settings, guard, settings.attempts().answer()),
            token(target, settings, surroundings));
    return RemoteServices.load(name, target.url()::toString, endpoint);
  }

  private static boolean isFree(String header) {
    return NAME.matcher(header).matches() && !OURS.contains(header.toLowerCase(Locale.ROOT));
  }

  private static TokenKeeper token(
      HttpTarget target, HttpSettings settings, Surroundings surroundings) throws IOException {
    TokenSource source =
        switch (target.token()) {
          case Token.None _ -> new FixedToken(Optional.empty(), surroundings);
          case Token.Header header -> new FixedToken(Optional.of(header), surroundings);
          case Token.GoogleIdToken(Optional<String> audience) ->
              new GoogleTokens(
                  issuer(settings, settings.tokens().google()),
                  settings.tokens().google(),
                  audience.orElseGet(() -> service(target.url())));
          case Token.Entra entra ->
              new EntraTokens(
                  issuer(settings, settings.tokens().entra()),
                  settings.tokens().entra(),
                  entra,
                  surroundings);
        };
    return new TokenKeeper(source, surroundings.clock(), settings.tokens().renew());
  }

  /** The URL of a service of Cloud Run has no path. */
  private static String service(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /** Operators chose it in the settings, so it may be in their own network. */
  private static Exchange issuer(HttpSettings settings, URI issuer) throws IOException {
    var trusted = new AllowList(Set.of(issuer.getHost()), List.of());
    var guard = new Guard(issuer, trusted, settings.ports(), HttpServices::lookUp);
    return Exchange.open(settings, guard, settings.tokens().timeout());
  }
}

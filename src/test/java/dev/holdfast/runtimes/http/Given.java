package dev.holdfast.runtimes.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.Loaded;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests of functions behind URLs begin with. */
final class Given {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";
  static final String LOOPBACK = "allow = [127.0.0.0/8], connect = 2s";

  private Given() {}

  /** The settings as they are shipped, but for some. */
  static HttpSettings settings(String own) {
    return HttpSettings.from(
        ConfigFactory.parseString("holdfast.runtimes.http { " + own + " }")
            .withFallback(ConfigFactory.load()));
  }

  static Surroundings surroundings(String... more) {
    var environment = new HashMap<>(Map.of("SHOP", SECRET, "KEY", "azure-key", "BAD", "whsec_abc"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new Surroundings(InstantSource.system(), environment);
  }

  static HttpTarget target(URI url) {
    return new HttpTarget(url, List.of(new SecretReference.Environment("SHOP")), new Token.None());
  }

  /** Demands that a failure says something. */
  static void says(Throwable failure, String text) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(text), message);
  }

  static FunctionRuntime service(Loaded loaded, String name) {
    return loaded.runtimes().stream()
        .filter(it -> it.description().service().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static final Calls NOBODY =
      (target, handler, _) -> {
        throw new AssertionError("nobody calls " + target + " " + handler);
      };

  static Invocation invocation(String service, String handler, String argument, Calls calls) {
    // The deadline is compared with the clock of this process.
    Instant now = InstantSource.system().instant();
    return new Invocation(
        new EntityId(service, "c1"),
        handler,
        Json.of(argument),
        0,
        now,
        now.plusSeconds(5),
        Caller.ANONYMOUS,
        calls);
  }
}

package dev.holdfast.runtimes.lambda;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.Loaded;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What tests of Lambdas begin with. */
final class Given {
  private static final LambdaTarget.Credentials KEYS =
      new LambdaTarget.Credentials.Keys(
          new SecretReference.Environment("ID"),
          new SecretReference.Environment("SECRET"),
          Optional.empty());

  private Given() {}

  static LambdaTarget target(String function, URI endpoint) {
    return new LambdaTarget(
        function, Optional.of("live"), "eu-central-1", Optional.of(endpoint), KEYS);
  }

  static LambdaSettings settings(String own) {
    return LambdaSettings.from(
        ConfigFactory.parseString(
                "holdfast.runtimes.lambda { allow = [127.0.0.1], "
                    + "retry { least = 1ms, most = 2ms }, "
                    + own
                    + " }")
            .withFallback(ConfigFactory.load()));
  }

  static Loaded load(LambdaTarget target, String settings) throws Exception {
    return LambdaServices.load(
        "shop",
        target,
        settings(settings),
        new Surroundings(InstantSource.system(), Map.of("ID", "AKIDTEST", "SECRET", "hush")));
  }

  static Invocation invocation(String handler, String argument) {
    Instant now = InstantSource.system().instant();
    return new Invocation(
        new EntityId("counter", "c1"),
        handler,
        Json.of(argument),
        0,
        now,
        now.plusSeconds(10),
        Caller.ANONYMOUS,
        (target, called, _) -> {
          throw new AssertionError("nobody calls " + target + " " + called);
        });
  }
}

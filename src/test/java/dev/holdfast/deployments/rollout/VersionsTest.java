package dev.holdfast.deployments.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.Source;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one node keeps loaded of a deployment. */
class VersionsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String OTHER = "{\"secret\":\"other\"}";

  private final List<String> loads = new ArrayList<>();
  private boolean broken;
  private final Versions versions =
      new Versions(
          "cart",
          (_, version) -> {
            loads.add(version.source().target());
            if (broken) {
              throw new IOException("nobody answers");
            }
            return new Code("cart", version.id());
          },
          InstantSource.fixed(NOON));

  /** Code with nothing in it. */
  private record Code(String name, String version) implements Loaded {
    @Override
    public List<FunctionRuntime> runtimes() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static Deployment one(String target) {
    var source = new Source(Source.Kind.HTTP, target);
    var version = new Version(1, "aaa", source, List.of("cart"), "passed", false, "anna", NOON);
    return new Deployment(List.of(version), 1, 0, 0, List.of(), 2, NOON, false, List.of());
  }

  @Test
  void whatIsReachedInAnotherWayIsLoadedAgainAndTheFormerLetGo() {
    assertEquals(List.of(), versions.follow(one("{}")));
    Loaded first = versions.all().getFirst();
    assertEquals(List.of(), versions.follow(one("{}")));
    assertEquals(List.of(first), versions.follow(one(OTHER)));
    assertEquals(List.of("{}", OTHER), loads);
    assertEquals(1, versions.all().size());
  }

  @Test
  void whatCannotBeLoadedInAnotherWayGoesOnInTheFormer() {
    versions.follow(one("{}"));
    Loaded first = versions.all().getFirst();
    broken = true;
    assertEquals(List.of(), versions.follow(one(OTHER)));
    assertSame(first, versions.all().getFirst());
    assertEquals(Optional.of(false), versions.report().isLoaded(1));
  }
}

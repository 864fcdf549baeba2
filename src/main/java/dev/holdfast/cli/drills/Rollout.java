package dev.holdfast.cli.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.deployments.Upload;
import dev.holdfast.cli.drills.site.Site;
import dev.holdfast.cli.drills.site.SiteNode;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.packages.PackageFile;
import dev.holdfast.packages.PackageLimits;
import dev.holdfast.packages.PackageRefused;
import dev.holdfast.packages.Packing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A version is deployed under load, a node restarted, the version rolled back: does a caller
 * notice, or a journal?
 */
final class Rollout implements Drill {
  private static final int ROUNDS = 1;
  private static final int INSTANCES = 1000;
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final String NAME = "counter";

  @Override
  public String name() {
    return "rollout";
  }

  @Override
  public List<Finding> run(Ground ground) {
    Path counter = ground.plan().project().resolve("bench/counter");
    PackageFile one = packed(counter);
    PackageFile two = packed(changed(counter, ground.plan().folder().resolve("rollout-two")));
    try (Scene scene =
        Scene.open(name(), ground, INSTANCES, List.of(), site -> deploy(site, one))) {
      List<Finding> found = new ArrayList<>();
      for (int round = 0; round < ground.plan().rounds().orElse(ROUNDS); round++) {
        found.add(step(scene, "a version is deployed", site -> deploy(site, two)));
        found.add(step(scene, "a node restarts", Rollout::restart));
        found.add(step(scene, "the version is rolled back", Rollout::rollBack));
      }
      found.add(scene.sums());
      var versions =
          new VersionAudit(one.id().version(), switches(scene.site()))
              .of(scene.site(), scene.traffic().plan());
      versions.wrong().forEach(line -> ground.say("rollout: " + line));
      found.add(versions.finding(name()));
      return found;
    }
  }

  /** Does something under load, and waits for what comes of it late. */
  private Finding step(Scene scene, String what, Consumer<Site> work) {
    Scene.Start start = scene.disturb();
    work.accept(scene.site());
    double seconds = Scene.seconds(System.nanoTime() - start.nanos());
    scene.settle();
    String reached = String.format(Locale.ROOT, "done after %.1f s", seconds);
    return scene.finding(start, what, "0 failed", reached, Mark.KEPT);
  }

  /** Its instances move to nodes that may not have heard yet, and come back. */
  private static void restart(Site site) {
    SiteNode node = site.youngest();
    node.terminate();
    node.start();
    site.awaitReady(node);
  }

  private static PackageFile packed(Path folder) {
    try {
      return Packing.pack(folder, PackageLimits.from(ConfigFactory.load()));
    } catch (IOException | PackageRefused e) {
      throw new LocalFailed(folder + " cannot be packed", e);
    }
  }

  /** The same service with one query more. */
  private static Path changed(Path counter, Path folder) {
    try {
      Files.createDirectories(folder);
      String source = Files.readString(counter.resolve("Counter.java"));
      String more = "\n  @Query\n  int twice() {\n    return 2 * value;\n  }\n}\n";
      Files.writeString(
          folder.resolve("Counter.java"),
          source.substring(0, source.lastIndexOf('}')).concat(more));
      Files.copy(counter.resolve("Constant.java"), folder.resolve("Constant.java"));
      return folder;
    } catch (IOException e) {
      throw new LocalFailed("the second version cannot be written", e);
    }
  }

  private static void deploy(Site site, PackageFile code) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("name", NAME);
    try (Client client = client(site)) {
      Upload.deploy(client, request, code, Optional.empty(), _ -> {});
    } catch (IOException e) {
      throw new LocalFailed("the version cannot be deployed", e);
    }
  }

  /** When the deployment went to the other version, and back, in turns. */
  private static List<Instant> switches(Site site) {
    List<Instant> switches = new ArrayList<>();
    try (Client client = client(site)) {
      for (JsonNode note :
          client.get(Client.path("v1", "deployments", NAME), Map.of()).json().path("log")) {
        String text = note.path("text").asText();
        if (text.endsWith("for all") || text.startsWith("back from")) {
          switches.add(Instant.parse(note.path("at").asText()));
        }
      }
    } catch (IOException e) {
      throw new LocalFailed("the deployment cannot be read", e);
    }
    // The first is when it was deployed at all.
    return switches.subList(1, switches.size());
  }

  private static void rollBack(Site site) {
    try (Client client = client(site)) {
      var answer =
          client.post(
              Client.path("v1", "deployments", NAME, "rollback"),
              "{}".getBytes(StandardCharsets.UTF_8),
              Map.of());
      if (!answer.ok()) {
        throw new LocalFailed("not rolled back: " + answer.body());
      }
    } catch (IOException e) {
      throw new LocalFailed("the version cannot be rolled back", e);
    }
  }

  private static Client client(Site site) {
    var address = site.addresses().getFirst();
    return new Client(
        URI.create("http://%s:%d".formatted(address.getHostString(), address.getPort())), ANSWER);
  }
}

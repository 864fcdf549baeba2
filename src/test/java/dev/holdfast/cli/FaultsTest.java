package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A minute of the fault suite with all it calls, its services in Node.js and their processes among
 * what is killed, and one negative control, in Java, as a user starts them.
 *
 * <p>Longer: {@code mvn test -Dtest=FaultsTest -Dholdfast.faults.seconds=600
 * -Dholdfast.faults.seed=7}.
 */
@Timeout(900)
class FaultsTest {
  private static final int SECONDS = Integer.getInteger("holdfast.faults.seconds", 60);

  /** One kill of one node: a key that is forgotten shows within the first seconds of calls. */
  private static final int CONTROL_SECONDS = 5;

  /** Begins with functions that are killed, then a node, then a partition. */
  private static final long SEED = Long.getLong("holdfast.faults.seed", 20260311);

  @Test
  void promisesAreKeptWhileNodesAndFunctionsAreKilledStoppedAndCutOff() {
    JsonNode report =
        run(
            0,
            SECONDS,
            "--language=node",
            "--faults=kill,stop,partition,function-kill,function-stop");
    System.out.println(
        "Faults: %s; %d ok, %d fail, %d unknown, %d fenced, silent at most %d ms"
            .formatted(
                report.path("command").asText(),
                report.path("total").path("ok").asLong(),
                report.path("total").path("fail").asLong(),
                report.path("total").path("unknown").asLong(),
                report.path("total").path("fenced").asLong(),
                report.path("total").path("silentMaxMillis").asLong()));
    assertEquals(List.of(), words(report.path("breaches")));
    List<String> struck = new ArrayList<>();
    report.path("faults").forEach(one -> struck.add(one.path("fault").asText()));
    assertTrue(struck.contains("kill -9 functions for 15 s"), struck::toString);
    for (String part : List.of("credited", "refunded", "claimed", "returned", "ticks")) {
      assertTrue(report.path("bank").path(part).asLong() > 0, report::toPrettyString);
    }
  }

  @Test
  void aBrokenPromiseIsSeen() {
    JsonNode report = run(1, CONTROL_SECONDS, "--unsafe=dedup", "--nodes=1");
    List<String> breaches = words(report.path("breaches"));
    assertTrue(
        breaches.stream().anyMatch(breach -> breach.startsWith("applied twice")),
        breaches::toString);
  }

  private static JsonNode run(int exitCode, int seconds, String... more) {
    String minutes = "--minutes=" + seconds / 60.0;
    List<String> line =
        new ArrayList<>(List.of("faults", minutes, "--seed=" + SEED, "--rate=150", "--json"));
    line.addAll(List.of(more));
    Ran ran = Ran.holdfast(line.toArray(String[]::new));
    assertEquals(exitCode, ran.exitCode(), () -> ran.err() + ran.out());
    return JsonText.read(ran.out());
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(one -> words.add(one.asText()));
    return words;
  }
}

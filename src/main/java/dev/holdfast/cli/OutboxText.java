package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** What a commit caused beside the state, for people. */
final class OutboxText {
  private OutboxText() {}

  static void print(JsonNode commit, PrintStream out) {
    for (JsonNode send : commit.path("sends")) {
      JsonNode otherwise = send.path("otherwise");
      String back = otherwise.isMissingNode() ? "" : ", otherwise " + call(otherwise);
      out.println("    -> " + call(send) + back);
    }
    for (JsonNode message : commit.path("publishes")) {
      out.println(
          "    -> topic %s, key %s: %s"
              .formatted(
                  message.path("topic").asText(),
                  message.path("key").asText(),
                  CommitText.value(message.path("payload"))));
    }
    for (JsonNode timer : commit.path("timers")) {
      String name = "    timer " + timer.path("name").asText();
      out.println(
          timer.path("gone").asBoolean()
              ? name + " is gone"
              : name + " at " + timer.path("due").asText() + " -> " + call(timer));
    }
    for (JsonNode change : commit.path("parking")) {
      out.println("    " + parking(change));
    }
  }

  private static String call(JsonNode call) {
    return call.path("service").asText()
        + "/"
        + call.path("id").asText()
        + " "
        + call.path("handler").asText()
        + (call.path("argument").isNull() ? "" : " " + CommitText.value(call.path("argument")));
  }

  private static String parking(JsonNode change) {
    String number = change.path("number").asText();
    String problem =
        change.at("/problem/code").asText() + ": " + change.at("/problem/detail").asText();
    String lane = change.path("lane").asText();
    return switch (change.path("change").asText()) {
      case "parked" ->
          "parked%s: message %s of %s, tries: %d, %s"
              .formatted(
                  change.path("blocking").asBoolean() ? ", and later ones wait for it" : "",
                  change.path("message").asText(),
                  lane.isEmpty() ? "a send" : lane,
                  change.path("tries").asInt(),
                  problem);
      case "waits" -> "waits: message %s of %s".formatted(change.path("message").asText(), lane);
      case "failed" -> "parked message " + number + " was tried in vain, " + problem;
      case "edited" ->
          "parked message " + number + " is now " + CommitText.value(change.path("argument"));
      case "handled" -> "parked message " + number + " is handled";
      case "skipped" -> "parked message " + number + " is skipped";
      default -> "parked message " + number + ": " + change.path("change").asText();
    };
  }
}

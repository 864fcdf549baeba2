package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.Terminal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Deployments as tables. */
final class Pages {
  private Pages() {}

  static void all(JsonNode page, Terminal terminal) {
    var table = new Table("deployment", "version", "tried", "services");
    for (JsonNode one : page.path("deployments")) {
      String canary =
          one.has("canary")
              ? "%s for %s"
                  .formatted(one.path("canary").asText(), percent(one.path("canaryPercent")))
              : "";
      String stable = one.path("stable").asInt() == 0 ? "none" : one.path("stable").asText();
      table.row(one.path("name").asText(), stable, canary, texts(one.path("services")));
    }
    table.print(terminal.out());
  }

  static void one(JsonNode page, Terminal terminal) {
    var versions =
        new Table("version", "instances", "id", "services", "deployed", "by", "replay gate");
    for (JsonNode version : page.path("versions")) {
      versions.row(
          version.path("number").asText(),
          version.path("percent").asDouble() == 0 ? "" : percent(version.path("percent")),
          version.path("id").asText(),
          texts(version.path("services")),
          seconds(version.path("at").asText()),
          version.path("by").asText(),
          version.path("gate").asText() + (version.path("forced").asBoolean() ? "; forced" : ""));
    }
    versions.print(terminal.out());
    terminal.out().println();
    var nodes = new Table("node", "runs", "loaded");
    for (JsonNode node : page.path("nodes")) {
      nodes.row(
          node.path("node").asText(),
          node.path("stable").asInt() == 0 ? "none" : node.path("stable").asText(),
          loaded(node.path("versions")));
    }
    nodes.print(terminal.out());
    terminal.out().println();
    for (JsonNode line : page.path("log")) {
      terminal
          .out()
          .println(
              "%s  %s (%s)"
                  .formatted(
                      seconds(line.path("at").asText()),
                      line.path("text").asText(),
                      line.path("by").asText()));
    }
  }

  private static String loaded(JsonNode versions) {
    List<String> loaded = new ArrayList<>();
    versions
        .properties()
        .forEach(
            version ->
                loaded.add(
                    version.getValue().asText().equals("loaded")
                        ? version.getKey()
                        : "%s cannot be: %s"
                            .formatted(
                                version.getKey(),
                                version.getValue().asText().lines().findFirst().orElse(""))));
    return String.join(", ", loaded);
  }

  private static String texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return String.join(", ", texts);
  }

  private static String percent(JsonNode percent) {
    return BigDecimal.valueOf(percent.asDouble()).stripTrailingZeros().toPlainString() + "%";
  }

  private static String seconds(String time) {
    int point = time.indexOf('.');
    return point < 0 ? time : time.substring(0, point) + "Z";
  }
}

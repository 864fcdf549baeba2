package dev.holdfast.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.binding.Binder;
import dev.holdfast.sdk.binding.Capabilities;
import dev.holdfast.sdk.binding.TriggerBinding;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.triggers.Cron;
import dev.holdfast.triggers.Filter;
import dev.holdfast.triggers.IdTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java in the documentation compiles, and its services load. */
class DocumentationTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SERVICE =
      Pattern.compile("^@Service.*?record (\\w+)", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void theServicesOfTheGuideLoad() throws IOException {
    assertLoads(
        "docs/sdk-java.md",
        "Counter",
        "Cart",
        "Account",
        "Reservation",
        "WeatherStation",
        "Heat",
        "Report");
  }

  @Test
  void theServicesOfEvolutionLoad() throws IOException {
    assertLoads("docs/evolution.md", "Box", "Cart");
  }

  private static void assertLoads(String document, String... expected) throws IOException {
    var types = new StringBuilder();
    var statements = new StringBuilder("class Statements { void run() {\n");
    Matcher block = BLOCK.matcher(Files.readString(Path.of(document)));
    while (block.find()) {
      boolean type = block.group(1).startsWith("@Service") || block.group(1).startsWith("record");
      (type ? types : statements).append(block.group(1));
    }
    var names = new ArrayList<String>();
    Matcher service = SERVICE.matcher(types);
    while (service.find()) {
      names.add(service.group(1));
    }
    assertEquals(List.of(expected), names);
    Compiled compiled = Compiled.of(types.append(statements).append("}}").toString());
    assertEquals(List.of(), compiled.errors());
    var services =
        new Binder(Capabilities.PLATFORM, JsonLimits.DEFAULT, DocumentationTest::read)
            .bind(compiled.load(names.toArray(String[]::new)));
    assertEquals(expected.length, services.size());
  }

  /** A text that cannot be read throws. */
  private static List<String> read(TriggerBinding trigger) {
    switch (trigger) {
      case TriggerBinding.Topic topic -> {
        var _ = IdTemplate.of(topic.id());
        var _ = Filter.of(topic.filter());
      }
      case TriggerBinding.Schedule schedule -> {
        var _ = Cron.parse(schedule.cron());
      }
      case TriggerBinding.Events _ -> {}
    }
    return List.of();
  }
}

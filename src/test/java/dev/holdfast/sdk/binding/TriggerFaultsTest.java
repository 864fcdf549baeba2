package dev.holdfast.sdk.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.sdk.Compiled;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a wrong trigger is told, word by word. */
class TriggerFaultsTest {
  private static final String LOG =
      """
      @Service("log") record Log(int count) implements Value<Log> {
        Log() { this(0); }
        enum Level { LOW, HIGH }
        record Place(String city, Optional<Integer> number, List<String> tags) {}
        sealed interface Shape {}
        record Circle(double radius) implements Shape {}
        record Square(long side) implements Shape {}
        record Message(String station, Place at, Level level, Instant time, Map<String, Place> by,
            Shape shape, boolean late) {}
      """;

  private static List<Class<?>> types(String handlers) {
    return Compiled.of(LOG + handlers + "}").load("Log");
  }

  private static void assertFaults(List<String> expected, String handlers) {
    var binder = new Binder(Capabilities.PLATFORM, JsonLimits.DEFAULT);
    assertEquals(
        expected, assertThrows(InvalidService.class, () -> binder.bind(types(handlers))).faults());
  }

  @Test
  void whatIsRightIsBoundAsItIsWritten() {
    var topics = new StringBuilder();
    List<String> ids =
        List.of(
            "{station}",
            "{at.city}-{at.number}",
            "{level}",
            "{time}",
            "{by.anna.city}",
            "{shape.type}",
            "{shape.radius}",
            "{shape.side}",
            "{late}",
            "all",
            "/what/else");
    for (int i = 0; i < ids.size(); i++) {
      topics.append(
          "@OnTopic(value = \"news\", id = \"%s\") Effect<Void> t%d(Message m) { return reply(); }"
              .formatted(ids.get(i), i));
    }
    String rest =
        """
        @OnTopic(value = "news", filter = "/a > 1", start = "beginning", waits = true)
        Effect<Void> hear(int number) { return reply(); }
        @OnTopic(value = "news", start = "2026-01-31T10:00:00Z")
        Effect<Void> notice() { return reply(); }
        @OnSchedule(value = "0 0 * * *", id = "all", zone = "America/New_York", missed = "all")
        Effect<Void> clean() { return reply(); }
        """;
    ServiceBinding log =
        new Binder(Capabilities.PLATFORM, JsonLimits.DEFAULT).bind(types(topics + rest)).getFirst();
    for (int i = 0; i < ids.size(); i++) {
      assertEquals(
          ids.get(i), log.handler("t" + i).orElseThrow().triggers().getFirst().id(), ids.get(i));
    }
    assertEquals(
        List.of(new TriggerBinding.Topic("news", "", "/a > 1", "beginning", true)),
        log.handler("hear").orElseThrow().triggers());
    assertEquals(
        List.of(new TriggerBinding.Schedule("0 0 * * *", "America/New_York", "all", "all")),
        log.handler("clean").orElseThrow().triggers());
  }

  @Test
  void everyFaultOfATopicIsTold() {
    assertFaults(
        List.of(
            "Log.hear listens to the topic \"The News\". A topic is lower case words joined by"
                + " hyphens, at most 64 characters.",
            "Log.hear takes its id from {what}, which is no text, number or boolean of its"
                + " argument. Name one of its fields, or write a JSON pointer such as \"/what\".",
            "Log.hear takes its id from {at.tags}, which is no text, number or boolean of its"
                + " argument. Name one of its fields, or write a JSON pointer such as"
                + " \"/at/tags\".",
            "Log.hear starts at \"yesterday\". Write \"now\", \"beginning\" or a time such as"
                + " \"2026-01-31T10:00:00Z\"."),
        """
        @OnTopic(value = "The News", id = "{what}-{station}-{at.tags}", start = "yesterday")
        Effect<Void> hear(Message message) { return reply(); }
        """);
    assertFaults(
        List.of(
            "Log.hear takes its id from {station}, which is no text, number or boolean of its"
                + " argument. Name one of its fields, or write a JSON pointer such as"
                + " \"/station\"."),
        "@OnTopic(value = \"news\", id = \"{station}\") Effect<Void> hear() { return reply(); }");
  }

  @Test
  void everyFaultOfAScheduleIsTold() {
    assertFaults(
        List.of(
            "Log.clean is marked @OnSchedule without an id. Say which instance: id = \"…\".",
            "Log.clean is marked @OnSchedule but takes an argument: the calendar has none. Remove"
                + " it.",
            "Log.clean has the zone \"Berlin\", which is not known. Write one such as \"UTC\" or"
                + " \"Europe/Berlin\".",
            "Log.clean has missed = \"never\". Write \"once\", \"skip\" or \"all\"."),
        """
        @OnSchedule(value = "0 0 * * *", zone = "Berlin", missed = "never")
        Effect<Void> clean(int number) { return reply(); }
        """);
  }

  @Test
  void whatOnlyThePlatformCanReadIsToldWithTheRest() {
    var binder =
        new Binder(
            Capabilities.PLATFORM, JsonLimits.DEFAULT, trigger -> List.of("says " + trigger.id()));
    assertEquals(
        List.of(
            "Log.clean has missed = \"never\". Write \"once\", \"skip\" or \"all\".",
            "Log.clean says all"),
        assertThrows(
                InvalidService.class,
                () ->
                    binder.bind(
                        types(
                            """
                            @OnSchedule(value = "0 0 * * *", id = "all", missed = "never")
                            Effect<Void> clean() { return reply(); }
                            """)))
            .faults());
  }

  @Test
  void triggersByEventsAndOfQueriesAreRefused() {
    assertFaults(
        List.of(
            "Log.hear is marked @OnEvents: triggers by events arrive with a later release.",
            "Log.read is a query with a trigger: nothing would come of it. Make it a command."),
        """
        @OnEvents(Log.class) Effect<Void> hear(int number) { return reply(); }
        @Query @OnTopic("news") int read(int number) { return number; }
        """);
  }
}

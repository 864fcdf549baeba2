package dev.holdfast.sdk.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.sdk.Compiled;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the code of a service asks of the platform is known before any of it runs. */
class UsesTest {
  private static final String BOX =
      """
      @Service("box") record Box(int items) implements Entity<Box, Box.Added> {
        record Added(int count) {}
        Box() { this(0); }
        @Override public Box apply(Added event) { return new Box(items + event.count()); }
        Effect<Void> add(int count) { return persist(new Added(count)); }
      """;

  private static void assertRefused(List<String> expected, String source) {
    var binder = new Binder(Capabilities.CORE, JsonLimits.DEFAULT);
    List<Class<?>> types = Compiled.of(source).load("Box");
    var faults = assertThrows(InvalidService.class, () -> binder.bind(types)).faults();
    assertEquals(new TreeSet<>(expected), new TreeSet<>(faults));
    assertEquals(expected.size(), faults.size(), faults.toString());
    assertEquals(
        1, new Binder(Capabilities.ALL, JsonLimits.DEFAULT).bind(types).size(), "with all of it");
  }

  @Test
  void everyEffectIsRefusedOncePerMethodThatUsesIt() {
    assertRefused(
        List.of(
            "Box.all uses cancel: timers arrive with a later release.",
            "Box.all uses publish: topics arrive with a later release.",
            "Box.all uses schedule: timers arrive with a later release.",
            "Box.all uses send: durable sends arrive with a later release.",
            "Box.change uses publish: topics arrive with a later release."),
        BOX
            + """
              Effect<Void> all() {
                var call = command(Box.class, "b", Box::add, 1);
                return reply().send(call).send(call).publish("t", 1).publish("t", "key", 1)
                    .schedule("tick", Duration.ofSeconds(1), call).cancel("tick");
              }
              Effect<Integer> change() {
                return persist(new Added(1)).publish("t", 1).reply(Box::items);
              }
            }
            """);
  }

  @Test
  void whatTheContextCannotGiveYetIsRefusedInLambdasAndPrivateMethodsToo() {
    assertRefused(
        List.of(
            "Box has the settings Gateway: settings arrive with a later release.",
            "Box.guess uses predict: predictions arrive with a later release.",
            "Box.key uses settings: settings arrive with a later release.",
            "Box.named uses settings: settings arrive with a later release."),
        BOX
            + """
              record Gateway(String key) implements Settings {}
              @Query int guess(Context context) {
                return Optional.of("m").map(m -> context.predict(m, 1, Integer.class)).orElse(0);
              }
              @Query String charge(Context context) { return key(context); }
              private static String key(Context context) {
                return context.settings(Gateway.class).key();
              }
              @Query String named(Context context) {
                return Optional.of(Gateway.class).map(context::settings).orElseThrow().key();
              }
            }
            """);
  }

  @Test
  void nestedAndHelperClassesAreReadAsWell() {
    assertRefused(
        List.of(
            "Box.Inner.act uses cancel: timers arrive with a later release.",
            "Plain uses publish: topics arrive with a later release.",
            "Sender.pass uses send: durable sends arrive with a later release."),
        BOX
            + """
              static final class Inner {
                static Effect<Void> act(Effect<Void> effect) { return effect.cancel("tick"); }
              }
              Effect<Void> act() { return Helper.act(reply()); }
            }
            final class Helper {
              static Effect<Void> act(Effect<Void> effect) { return new Sender().act(effect); }
            }
            abstract class Base {
              Effect<Void> pass(Effect<Void> effect) { return effect; }
            }
            final class Sender extends Base {
              Effect<Void> act(Effect<Void> effect) { return Plain.NOTIFY.apply(pass(effect)); }
              @Override Effect<Void> pass(Effect<Void> effect) {
                return effect.send(command(Box.class, "b", Box::add, 1));
              }
            }
            interface Plain {
              java.util.function.UnaryOperator<Effect<Void>> NOTIFY =
                  effect -> effect.publish("t", 1);
            }
            """);
  }

  @Test
  void aStatelessServiceIsToldThatNothingOfItIsWritten() {
    String source =
        """
        @Service("bell") record Bell() implements Stateless {
          Effect<Void> ring() { return reply().send(command(Log.class, "all", Log::add)); }
          Effect<Void> tell() { return Told.told(reply().publish("rings", 1)); }
          Effect<Void> stop() { return Optional.of("x").map(reply()::cancel).orElseThrow(); }
          Effect<Void> later(Instant time) {
            return reply().schedule("x", time, command(Bell.class, "x", Bell::tell));
          }
        }
        final class Told {
          static Effect<Void> told(Effect<Void> effect) { return effect.publish("more", 2); }
        }
        @Service("log") record Log() implements Value<Log> {
          Effect<Void> add() { return Told.told(reply()); }
        }
        """;
    List<Class<?>> types = Compiled.of(source).load("Bell", "Log");
    for (Capabilities capabilities : List.of(Capabilities.PLATFORM, Capabilities.ALL)) {
      var binder = new Binder(capabilities, JsonLimits.DEFAULT);
      assertEquals(
          List.of(
              "Bell.later uses schedule: nothing of a stateless service is written, so a timer"
                  + " could be lost. Let an entity schedule it.",
              "Bell.ring uses send: nothing of a stateless service is written, so a send could be"
                  + " lost. Let an entity send it.",
              "Bell.stop uses cancel: nothing of a stateless service is written, so that could be"
                  + " lost. Let an entity cancel it.",
              "Bell.tell uses publish: nothing of a stateless service is written, so a message"
                  + " could be lost. Let an entity publish it."),
          assertThrows(InvalidService.class, () -> binder.bind(types)).faults().stream()
              .sorted()
              .toList());
    }
  }

  @Test
  void aClassThatNothingOfTheServiceUsesIsNotRead() {
    String unused =
        "final class Unused { Effect<Void> x(Effect<Void> it) { return it.cancel(\"x\"); } }";
    List<Class<?>> types = Compiled.of(BOX + "}" + unused).load("Box");
    assertEquals(1, new Binder(Capabilities.CORE, JsonLimits.DEFAULT).bind(types).size());
  }
}

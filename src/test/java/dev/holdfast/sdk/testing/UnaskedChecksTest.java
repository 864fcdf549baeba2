package dev.holdfast.sdk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Upcast;
import dev.holdfast.sdk.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the test kit finds without being asked, and what it says when a scenario is not met. */
class UnaskedChecksTest {
  private static int calls;

  /** A service with one mistake of each kind. */
  @Service("careless")
  record Careless(List<String> names) implements Entity<Careless, Careless.Event> {
    sealed interface Event {}

    @Wire(version = 2)
    record Named(String name) implements Event {}

    record Sneaked(String name) implements Event {}

    record Counted() implements Event {}

    record Trimmed(String name) implements Event {
      Trimmed {
        name = name.isEmpty() ? name : name.substring(1);
      }
    }

    record Temperature(double celsius) implements Event {}

    @Wire(name = "Named", version = 1)
    record NamedV1(String first, String last) implements Upcast<Event> {
      @Override
      public List<Event> upcasts() {
        return List.of(new Named(first), new Named(last));
      }
    }

    enum Problem implements Rejection {
      NOT_NOW
    }

    Careless() {
      this(new ArrayList<>());
    }

    Effect<Integer> name(String name) {
      return persist(new Named(name)).reply(it -> it.names().size());
    }

    Effect<Void> change(String name) {
      names.add(name);
      return reply();
    }

    Effect<Void> sneak(String name) {
      return persist(new Sneaked(name));
    }

    Effect<Void> count() {
      return persist(new Counted());
    }

    Effect<Void> trim() {
      return persist(new Trimmed("abc"));
    }

    Effect<Void> freeze() {
      return persist(new Temperature(Double.NaN));
    }

    Effect<String> refuse() {
      return reject(Problem.NOT_NOW, "Later.");
    }

    Effect<String> ask(String whom, Context context) {
      return reply(context.call(Call.named("friend", whom, "greet", "hi", String.class)));
    }

    @Query
    String time(Context context) {
      return context.now() + " " + context.caller().name() + context.sequence();
    }

    @Override
    public Careless apply(Event event) {
      var next = new ArrayList<>(names);
      switch (event) {
        case Named(String name) -> next.add(name);
        case Sneaked(String name) -> {
          names.add(name);
          next.add(name);
        }
        case Counted _ -> next.add("call " + ++calls);
        case Trimmed(String name) -> next.add(name);
        case Temperature(double celsius) -> next.add(celsius + "°");
      }
      return new Careless(next);
    }
  }

  private static void assertFails(String expected, Executable test) {
    assertEquals(expected, assertThrows(AssertionError.class, test).getMessage());
  }

  private static Scenario<Careless> careless() {
    return Scenario.of(Careless.class);
  }

  @Test
  void aStateChangedInPlaceIsFound() {
    assertFails(
        "Careless.change changes the state in place. Persist an event instead; copy what it needs.",
        () -> careless().when(Careless::change, "x"));
    assertFails(
        "Careless.apply changes the state in place, for Sneaked[name=x]. Copy it: the old state"
            + " must stay.",
        () -> careless().when(Careless::sneak, "x"));
  }

  @Test
  void anApplyThatIsNotPureIsFound() {
    AssertionError failure =
        assertThrows(AssertionError.class, () -> careless().when(Careless::count));
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("Careless.apply is not pure"),
        failure.getMessage());
  }

  @Test
  void whatDoesNotSurviveJsonIsFound() {
    assertFails(
        "The event Trimmed does not survive JSON: Trimmed[name=bc] comes back as Trimmed[name=c].",
        () -> careless().when(Careless::trim));
    assertFails(
        "The event Temperature has no JSON form: /celsius: NaN has no JSON form",
        () -> careless().when(Careless::freeze));
  }

  @Test
  void aScenarioThatIsNotMetSaysWhatHappenedInstead() {
    assertFails(
        "careless/test.name(a) replied 1, expected 2",
        () -> careless().when(Careless::name, "a").replied(2));
    assertFails(
        "careless/test.name(a) persisted [Named[name=a]], expected []",
        () -> careless().when(Careless::name, "a").persisted());
    assertFails(
        "careless/test.name(a) was not rejected: it persisted [Named[name=a]] and replied 1",
        () -> careless().when(Careless::name, "a").rejected(Careless.Problem.NOT_NOW));
    assertFails(
        "careless/test.refuse() was rejected: not-now: Later.",
        () -> careless().when(Careless::refuse).replied("x"));
    assertFails(
        "careless/test.name(a) led to Careless[names=[a]], expected Careless[names=[]]",
        () -> careless().when(Careless::name, "a").state(new Careless()));
  }

  @Test
  void callsAreAnsweredByTheScenario() {
    Call<String> greet = Call.named("friend", "bob", "greet", "hi", String.class);
    careless().answering(greet, "hello").when(Careless::ask, "bob").replied("hello");
    careless()
        .answering(greet, new Rejected("friend", "busy", 422, "No time."))
        .when(Careless::ask, "bob")
        .rejected("busy");
    assertFails(
        "Nobody answers friend/bob.greet(hi). Add .answering(call, reply).",
        () -> careless().when(Careless::ask, "bob"));
  }

  @Test
  void timeAndCallerAreTheScenarios() {
    careless()
        .at(Instant.EPOCH)
        .as("ann", "admin")
        .given(new Careless.Named("x"))
        .ask(Careless::time)
        .replied("1970-01-01T00:00:00Z ann1");
  }

  @Test
  void aGoldenJournalThatIsNotReadAnyMoreFails(@TempDir Path folder) throws Exception {
    Path journal = Files.createFile(folder.resolve("journal"));
    Files.writeString(
        journal,
        """
        {"type":"Named","version":1,"data":{"first":"a","last":"b"}}
        {"type":"Named","version":2,"data":{"name":"c","dropped":1}}
        {"state":{"names":["a","b","c"]}}
        """);
    Scenario.golden(Careless.class, journal);

    Files.writeString(journal, "{\"type\":\"Gone\",\"version\":1,\"data\":{}}\n");
    assertFails(
        journal
            + ":1 Careless: event type Gone is in the journal but not in this version. Renamed?"
            + " Write @Wire(name = \"Gone\") on the new type. Removed? Keep it.",
        () -> Scenario.golden(Careless.class, journal));

    Files.writeString(journal, "{\"type\":\"Named\",\"version\":2,\"data\":{}}\n");
    assertFails(
        journal
            + ":1 Careless: Named version 2 does not fit its record any more: /name: expected"
            + " string, got nothing. Make the field Optional, or add an Upcast from version 2"
            + " (docs/evolution).",
        () -> Scenario.golden(Careless.class, journal));

    Files.writeString(
        journal, "{\"type\":\"Named\",\"version\":2,\"data\":{\"name\":\"c\"}}\n{\"state\":{}}\n");
    assertFails(
        journal + ":2 the events lead to Careless[names=[c]], recorded was Careless[names=[]]",
        () -> Scenario.golden(Careless.class, journal));
  }
}

package dev.holdfast.sdk.examples;

import static dev.holdfast.sdk.Call.command;
import static dev.holdfast.sdk.Call.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;
import dev.holdfast.sdk.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several services that talk, as an author would test them. */
class WorldExamplesTest {
  private static final Account.Transfer TEN = new Account.Transfer("ben", 10);

  /** Is reminded of itself. */
  @Service("egg")
  record Egg(int rings) implements Value<Egg> {
    Egg() {
      this(0);
    }

    Effect<Void> boil() {
      return save(this).schedule("ring", Duration.ofMinutes(4), command(Egg.class, "e", Egg::ring));
    }

    @Query
    long commits(Context context) {
      return context.sequence();
    }

    Effect<Void> alarm(Instant time) {
      return reply().schedule("alarm", time, command(Egg.class, "e", Egg::ring));
    }

    Effect<Void> ring() {
      return save(new Egg(rings + 1));
    }

    Effect<Void> pay() {
      return reply().send(command(Account.class, "cook", Account::deposit, 0L));
    }

    Effect<Void> eat() {
      return reply().cancel("ring");
    }
  }

  @Test
  void aTransferThatIsRejectedThereIsRefundedHere() {
    var bank = World.of(Account.class);
    bank.call(command(Account.class, "anna", Account::deposit, 50L));
    bank.call(command(Account.class, "ben", Account::close));
    bank.call(command(Account.class, "anna", Account::transfer, TEN));
    assertEquals(new Account(50, false), bank.state(Account.class, "anna"));
    assertEquals(List.of(), bank.parked());
  }

  @Test
  void moneyIsNeitherMadeNorLostWhateverTheOrder() {
    for (int seed = 0; seed < 50; seed++) {
      var bank = World.of(Account.class).seed(seed);
      bank.call(command(Account.class, "anna", Account::deposit, 50L));
      bank.call(command(Account.class, "carl", Account::deposit, 50L));
      for (int i = 0; i < 5; i++) {
        bank.call(command(Account.class, "anna", Account::transfer, TEN));
        bank.call(command(Account.class, "carl", Account::transfer, TEN));
      }
      assertEquals(100, bank.call(query(Account.class, "ben", Account::balance)), "SEED=" + seed);
    }
  }

  @Test
  void whatAStationObservesArrivesInItsHours() {
    var weather = World.of(WeatherStation.class, Hourly.class);
    var noon = new WeatherStation.Observation(Instant.parse("2026-01-31T12:10:00Z"), 1, 0);
    weather.call(command(WeatherStation.class, "sea", WeatherStation::observe, noon));
    assertEquals(
        new Hourly.Hour(1, 1, 1, 1),
        weather.state(Hourly.class, "sea").hours().get(Instant.parse("2026-01-31T12:00:00Z")));
  }

  @Test
  void aTimerFiresWhenTheTestLetsTimePassUnlessItIsCancelled() {
    var kitchen = World.of(Egg.class);
    kitchen.call(command(Egg.class, "e", Egg::boil));
    assertEquals(0, kitchen.advance(Duration.ofMinutes(3)).state(Egg.class, "e").rings());
    assertEquals(1, kitchen.advance(Duration.ofMinutes(1)).state(Egg.class, "e").rings());
    kitchen.call(command(Egg.class, "e", Egg::boil));
    kitchen.call(command(Egg.class, "e", Egg::eat));
    assertEquals(1, kitchen.advance(Duration.ofDays(1)).state(Egg.class, "e").rings());
  }

  @Test
  void aTimerByTheClockFiresAtItsTimeAndAtOnceIfThatHasPassed() {
    var kitchen = World.of(Egg.class);
    kitchen.call(command(Egg.class, "e", Egg::alarm, Instant.parse("2026-01-31T11:00:00Z")));
    assertEquals(0, kitchen.advance(Duration.ofMinutes(59)).state(Egg.class, "e").rings());
    assertEquals(1, kitchen.advance(Duration.ofMinutes(1)).state(Egg.class, "e").rings());
    kitchen.call(command(Egg.class, "e", Egg::alarm, Instant.parse("1999-12-31T00:00:00Z")));
    assertEquals(2, kitchen.state(Egg.class, "e").rings());
  }

  /** Is told of big sums, by whom they are for; once a day it forgets. */
  @Service("guard")
  record Guard(List<Long> sums) implements Value<Guard> {
    record Sum(long cents) {}

    Guard() {
      this(List.of());
    }

    @OnTopic(
        value = "sums",
        id = "/for/whom",
        filter = "/cents > 100 and /for/whom != \"nobody\"",
        start = "beginning",
        waits = true)
    Effect<Void> note(Sum sum) {
      return save(new Guard(Stream.concat(sums.stream(), Stream.of(sum.cents())).toList()));
    }

    @OnSchedule(value = "0 4 * * *", id = "ben", zone = "Europe/Berlin")
    Effect<Void> forget() {
      return clear();
    }

    Effect<Void> spend(long cents) {
      return reply()
          .publish("sums", Map.of("cents", cents, "for", Map.of("whom", "ben")))
          .publish("sums", Map.of("cents", cents, "for", Map.of("whom", "nobody")))
          .publish("sums", Map.of("cents", 1, "for", Map.of("whom", "ben")));
    }
  }

  @Test
  void messagesGoToTheInstanceTheyNameIfTheyAreWanted() {
    var bank = World.of(Guard.class);
    bank.call(command(Guard.class, "anna", Guard::spend, 500L));
    assertEquals(List.of(500L), bank.state(Guard.class, "ben").sums());
    assertEquals(List.of(), bank.state(Guard.class, "nobody").sums());
    bank.call(command(Guard.class, "ben", Guard::forget));
    assertEquals(List.of(), bank.state(Guard.class, "ben").sums());
  }

  @Test
  void aRejectionReachesTheTest() {
    var bank = World.of(Account.class);
    var call = command(Account.class, "anna", Account::transfer, TEN);
    Rejected rejected = assertThrows(Rejected.class, () -> bank.call(call));
    assertEquals("insufficient-funds", rejected.code());
  }

  @Test
  void aSendThatIsRejectedAndHasNoWayBackIsParked() {
    var kitchen = World.of(Egg.class, Account.class);
    kitchen.call(command(Egg.class, "e", Egg::pay));
    assertEquals(List.of(command(Account.class, "cook", Account::deposit, 0L)), kitchen.parked());
  }

  @Test
  void whatDoesNotRunHereYetIsRefused() {
    assertThrows(InvalidService.class, () -> World.of(Order.class));
  }
}

package dev.holdfast.sdk.examples;

import static dev.holdfast.sdk.Call.command;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.Secret;
import dev.holdfast.sdk.examples.WorldExamplesTest.Egg;
import dev.holdfast.sdk.testing.Scenario;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of the design, as an author would write them. */
class ScenarioExamplesTest {
  private static final Cart.Line TEA = new Cart.Line("tea", 2, 350);
  private static final Account.Transfer TEN = new Account.Transfer("ben", 10);

  @Test
  void anEmptyCartIsNotCheckedOut() {
    Scenario.of(Cart.class).when(Cart::checkout).rejected(Cart.Problem.EMPTY);
  }

  @Test
  void aCartIsCheckedOutOnce() {
    Scenario.of(Cart.class)
        .given(new Cart.ItemAdded(TEA))
        .when(Cart::checkout)
        .persisted(new Cart.CheckedOut(700))
        .published("checkouts", Map.of("tea", TEA))
        .replied(700L)
        .and()
        .when(Cart::addItem, TEA)
        .rejected(Cart.Problem.CHECKED_OUT)
        .and()
        .ask(Cart::total)
        .replied(700L);
  }

  @Test
  void aTransferIsSentAndItsWayBackWithIt() {
    Scenario.of(Account.class)
        .given(new Account.Deposited(50))
        .when(Account::transfer, TEN)
        .sent(command(Account.class, "ben", Account::deposit, 10L).otherwise(Account::refund, TEN))
        .state(new Account(40, false));
  }

  @Test
  void timersAreSetByADelayOrByTheClockAndCancelled() {
    Instant morning = Instant.parse("2026-02-01T07:00:00Z");
    var ring = command(Egg.class, "e", Egg::ring);
    Scenario.of(Egg.class)
        .when(Egg::boil)
        .scheduled("ring", Duration.ofMinutes(4), ring)
        .and()
        .when(Egg::alarm, morning)
        .persisted()
        .scheduled("alarm", morning, ring)
        .and()
        .when(Egg::eat)
        .cancelled("ring")
        .and()
        .ask(Egg::commits)
        .replied(3L);
  }

  @Test
  void aLateObservationChangesNothing() {
    var noon = new WeatherStation.Observation(Instant.parse("2026-01-31T12:00:00Z"), -3.5, 0.25);
    var scenario = Scenario.of(WeatherStation.class);
    scenario.ask(WeatherStation::current).replied(Optional.empty());
    scenario.when(WeatherStation::observe, noon).published("observations", noon).replied();
    scenario.when(WeatherStation::observe, noon).persisted();
    scenario.ask(WeatherStation::current).replied(Optional.of(noon));
  }

  @Test
  void anHourForgetsTheHoursBeforeTheLastTwoDays() {
    var start = Instant.parse("2026-01-31T12:00:00Z");
    var scenario = Scenario.of(Hourly.class);
    for (int hour = 0; hour < 60; hour++) {
      var time = start.plusSeconds(3600L * hour + 60);
      scenario.when(Hourly::measure, new WeatherStation.Observation(time, hour, 0)).replied();
    }
    assertEquals(48, scenario.state().hours().size());
  }

  @Test
  void anOrderUndoesWhatIsPaidWhenItIsNotPacked() {
    var order = Scenario.of(Order.class);
    order.when(Order::place, new Order.Place("tea", 700)).replied();
    order
        .step("pay", command(Payments.class, "test", Payments::charge, 700L), "r1")
        .fails("packed", command(Payments.class, "test", Payments::refund, "r1"));
  }

  @Test
  void anOrderIsPaidPackedAndSent() {
    var order = Scenario.of(Order.class);
    order.when(Order::place, new Order.Place("tea", 700)).replied();
    order
        .step("pay", command(Payments.class, "test", Payments::charge, 700L), "r1")
        .step("packed", new Order.Packed("ann"))
        .step("ship", command(Shipping.class, "test", Shipping::send, "tea"), "parcel");
  }

  @Test
  void aPaymentReadsItsSettings() {
    Scenario.of(Payments.class)
        .with(new Payments.Gateway(URI.create("https://pay.example"), new Secret("key")))
        .when(Payments::charge, 700L)
        .replied("receipt-testhttps://pay.example");
  }

  @Test
  void aProfileIsSavedAndCleared() {
    Scenario.of(Profile.class)
        .given(new Profile("Ann", Optional.empty()))
        .when(Profile::rename, "Anna")
        .replied("Anna")
        .and()
        .when(Profile::forget)
        .state(new Profile());
  }

  @Test
  void aRecordedJournalIsStillReadByThisVersion(@TempDir Path folder) throws Exception {
    Path journal = folder.resolve("cart.journal");
    Files.write(
        journal,
        List.of(
            "{\"type\":\"ItemAdded\",\"version\":1,\"data\":{\"line\":"
                + "{\"sku\":\"tea\",\"quantity\":2,\"cents\":350}}}",
            "{\"type\":\"CheckedOut\",\"version\":1,\"data\":{\"cents\":700}}",
            "{\"state\":{\"lines\":{\"tea\":{\"sku\":\"tea\",\"quantity\":2,\"cents\":350}},"
                + "\"paid\":true}}"));
    Scenario.golden(Cart.class, journal);
  }
}

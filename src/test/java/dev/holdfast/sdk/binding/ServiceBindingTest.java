package dev.holdfast.sdk.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sdk.Compiled;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.sdk.examples.Account;
import dev.holdfast.sdk.examples.Cart;
import dev.holdfast.sdk.examples.Counter;
import dev.holdfast.sdk.examples.Hourly;
import dev.holdfast.sdk.examples.Order;
import dev.holdfast.sdk.examples.Payments;
import dev.holdfast.sdk.examples.Profile;
import dev.holdfast.sdk.examples.Shipping;
import dev.holdfast.sdk.examples.WeatherStation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceBindingTest {
  private static final FixedContext CONTEXT = new FixedContext("x");

  private static ServiceBinding bind(Class<?> type) {
    return new Binder(Capabilities.ALL, JsonLimits.DEFAULT).bind(List.of(type)).getFirst();
  }

  private static Decided decide(ServiceBinding service, Object state, String name, String body) {
    HandlerBinding handler = service.handler(name).orElseThrow();
    Object argument = handler.readArgument(body.getBytes(UTF_8));
    return service.decide(state, handler, argument, CONTEXT);
  }

  private static Decided.Accepted accepted(
      ServiceBinding service, Object state, String name, String body) {
    return assertInstanceOf(Decided.Accepted.class, decide(service, state, name, body));
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }

  @Test
  void aCommandYieldsEventsTheNextStateAndAReplyOfThatState() {
    ServiceBinding counter = bind(Counter.class);

    Decided.Accepted added = accepted(counter, new Counter(2), "add", "3");

    assertEquals("5", text(added.reply()));
    assertEquals(new Counter(5), added.next());
    EncodedEvent event = added.events().getFirst();
    assertEquals("Added", event.type());
    assertEquals(1, event.version());
    assertEquals("{\"amount\":3}", text(event.json()));
    assertEquals(
        new Counter(3), counter.fold(counter.empty(), event.type(), event.version(), event.json()));
  }

  @Test
  void aQueryAnswersFromTheState() {
    ServiceBinding counter = bind(Counter.class);
    HandlerBinding value = counter.handler("value").orElseThrow();

    Answered answer =
        counter.query(new Counter(9), value, value.readArgument(new byte[0]), CONTEXT);

    assertEquals("9", text(assertInstanceOf(Answered.Found.class, answer).json()));
    assertTrue(value.query());
  }

  @Test
  void aQueryThatFindsNothingSaysSo() {
    ServiceBinding station = bind(WeatherStation.class);
    HandlerBinding current = station.handler("current").orElseThrow();

    Answered answer = station.query(station.empty(), current, HandlerBinding.NO_ARGUMENT, CONTEXT);

    assertInstanceOf(Answered.Nothing.class, answer);
  }

  @Test
  void aRejectionIsAValueWithItsCodeInKebabCase() {
    ServiceBinding cart = bind(Cart.class);

    Decided refused = decide(cart, new Cart(Map.of(), true), "checkout", "");

    assertEquals(
        new Refused("cart", "checked-out", 422, "This cart is already checked out."), refused);
  }

  @Test
  void aValueIsJournaledAsEventsOfThePlatform() {
    ServiceBinding profile = bind(Profile.class);

    Decided.Accepted renamed = accepted(profile, profile.empty(), "rename", "\"Ann\"");
    EncodedEvent saved = renamed.events().getFirst();
    assertEquals("Saved", saved.type());
    assertEquals("{\"name\":\"Ann\"}", text(saved.json()));
    assertEquals("\"Ann\"", text(renamed.reply()));
    assertEquals(renamed.next(), profile.fold(profile.empty(), "Saved", 1, saved.json()));

    Decided.Accepted forgotten = accepted(profile, renamed.next(), "forget", "");
    EncodedEvent cleared = forgotten.events().getFirst();
    assertEquals("Cleared", cleared.type());
    assertEquals("{}", text(cleared.json()));
    assertEquals(profile.empty(), forgotten.next());
    assertEquals(profile.empty(), profile.fold(renamed.next(), "Cleared", 1, cleared.json()));
  }

  @Test
  void anOldStateOfAValueIsTurnedIntoTodays() {
    Class<?> type =
        Compiled.of(
                """
                @Service("note") @Wire(version = 3)
                public record Note(String text, int stars) implements Value<Note> {
                  public Note() { this("", 0); }
                  @Wire(version = 1) record NoteV1(String words) implements Upcast<Note> {
                    public Note upcast() { return new Note(words, 0); }
                  }
                  @Wire(version = 2) record NoteV2(String text, boolean star)
                      implements Upcast<Note> {
                    public Note upcast() { return new Note(text, star ? 1 : 0); }
                  }
                }
                """)
            .load("Note")
            .getFirst();
    ServiceBinding note = bind(type);

    Object first = note.fold(note.empty(), "Saved", 1, "{\"words\":\"a\"}".getBytes(UTF_8));
    assertEquals("Note[text=a, stars=0]", first.toString());
    byte[] second = "{\"text\":\"b\",\"star\":true}".getBytes(UTF_8);
    assertEquals("Note[text=b, stars=1]", note.fold(first, "Saved", 2, second).toString());
    HandlerFailed unknown =
        assertThrows(HandlerFailed.class, () -> note.fold(first, "Saved", 4, second));
    assertEquals(
        "event Saved version 4 is not known to this version of the service; it reads 3 and [1, 2].",
        unknown.getMessage());
  }

  @Test
  void whatThePlatformCannotDoYetMakesTheHandlerFailWhereLoadingDidNotSeeIt() {
    ServiceBinding sly =
        new Binder(Capabilities.CORE, JsonLimits.DEFAULT).bind(List.of(Sly.class)).getFirst();

    HandlerFailed failed =
        assertThrows(HandlerFailed.class, () -> decide(sly, new Sly(), "cancel", ""));

    assertEquals("Sly.cancel: timers arrive with a later release.", failed.getMessage());
  }

  /** Reflection hides from the class file what it calls. */
  @Service("sly")
  record Sly() implements Stateless {
    @SuppressWarnings("unchecked") // It is the type that the method called declares.
    Effect<Void> cancel() throws ReflectiveOperationException {
      var cancel = Effect.class.getMethod("cancel", String.class);
      return (Effect<Void>) cancel.invoke(reply(), "expire");
    }
  }

  @Test
  void everyExampleOfTheDesignBinds() {
    List<ServiceBinding> all =
        new Binder(Capabilities.ALL, JsonLimits.DEFAULT)
            .bind(
                List.of(
                    Counter.class,
                    Cart.class,
                    Account.class,
                    WeatherStation.class,
                    Hourly.class,
                    Order.class,
                    Payments.class,
                    Shipping.class,
                    Profile.class));

    assertEquals(9, all.size());
  }
}

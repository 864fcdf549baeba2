package dev.holdfast.runtimes.jvm;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionRuntime.Answer;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The counter and the cart of the design, loaded from folders and asked through the port. */
final class JvmRuntimeTest {
  private static final JvmSettings SETTINGS = JvmSettings.from(ConfigFactory.load());
  private static final Instant NOW = Instant.parse("2025-03-01T12:00:00Z");
  private static final Calls NO_CALLS =
      (target, handler, _) -> {
        throw new AssertionError("called " + target + "." + handler);
      };

  private static final JvmServices COUNTER = load("counter");
  private static final JvmServices SHOP = load("shop");

  private final FunctionRuntime counter = runtime(COUNTER, "counter");
  private final FunctionRuntime cart = runtime(SHOP, "cart");
  private final FunctionRuntime tally = runtime(SHOP, "tally");
  private final FunctionRuntime greeter = runtime(SHOP, "greeter");

  @Test
  void everyServiceOfAFolderIsLoadedAndDescribesItself() {
    assertEquals(
        Set.of("cart", "tally", "greeter"),
        SHOP.runtimes().stream()
            .map(runtime -> runtime.description().service())
            .collect(Collectors.toSet()));
    ServiceDescription description = cart.description();
    assertEquals("cart", description.service());
    assertEquals(ServiceDescription.Kind.ENTITY, description.kind());
    assertEquals(SHOP.version(), description.version());
    assertEquals(12, description.version().length());
    assertEquals(
        "ItemAdded 2 [1]",
        description.events().stream()
            .filter(event -> event.type().equals("ItemAdded"))
            .map(event -> event.type() + " " + event.version() + " " + event.upcasts())
            .collect(Collectors.joining()));
    var total = description.handler("total").orElseThrow();
    assertTrue(total.query());
    assertEquals(Optional.of("GET /carts/{id}/total"), total.route());
    assertEquals(List.of("user"), total.allow());
    var checkout = description.handler("checkout").orElseThrow();
    assertEquals(
        List.of(
            new ServiceDescription.Rejection("empty", 409),
            new ServiceDescription.Rejection("checked-out", 422)),
        checkout.rejections());
    assertEquals(ServiceDescription.Kind.VALUE, tally.description().kind());
    assertEquals(ServiceDescription.Kind.STATELESS, greeter.description().kind());
  }

  @Test
  void aCommandDecidesEventsTheNextStateAndAReplyOnIt() throws Exception {
    var accepted =
        assertInstanceOf(
            Decision.Accepted.class, counter.decide(counter.empty(), ask("counter", "add", "5")));
    assertEquals(List.of(new EventData("Added", 1, Json.of("{\"amount\":5}"))), accepted.events());
    assertEquals(Json.of("5"), accepted.reply());
    assertEquals(Json.of("{\"value\":5}"), accepted.next().encode());
    var again =
        assertInstanceOf(
            Decision.Accepted.class, counter.decide(accepted.next(), ask("counter", "add", "2")));
    assertEquals(Json.of("7"), again.reply());
    assertEquals(Json.of("{\"value\":0}"), counter.empty().encode());
  }

  @Test
  void aCommandWithoutEventsLeavesTheStateAsItIs() throws Exception {
    var accepted =
        assertInstanceOf(
            Decision.Accepted.class, cart.decide(cart.empty(), ask("cart", "removeItem", "\"x\"")));
    assertEquals(List.of(), accepted.events());
    assertSame(cart.empty(), accepted.next());
    assertEquals(Json.NULL, accepted.reply());
  }

  @Test
  void aQueryAnswersOrFindsNothing() throws Exception {
    FunctionState full = cart.fold(cart.empty(), List.of(added("tea", 2, 350)));
    assertEquals(new Answer.Found(Json.of("700")), cart.query(full, ask("cart", "total", "null")));
    assertEquals(
        new Answer.Found(Json.of("{\"sku\":\"tea\",\"quantity\":2,\"cents\":350}")),
        cart.query(full, ask("cart", "line", "\"tea\"")));
    assertEquals(new Answer.Nothing(), cart.query(full, ask("cart", "line", "\"milk\"")));
  }

  @Test
  void eventsFoldIntoTheStateThatDecidingLedTo() throws Exception {
    var first = accepted(cart, cart.empty(), "addItem", line("tea", 2, 350));
    var second = accepted(cart, first.next(), "addItem", line("milk", 1, 120));
    var third = accepted(cart, second.next(), "removeItem", "\"tea\"");
    var fourth = accepted(cart, third.next(), "checkout", "null");
    var journal =
        List.of(first, second, third, fourth).stream()
            .flatMap(decision -> decision.events().stream())
            .toList();
    assertEquals(Json.of("120"), fourth.reply());
    assertEquals(fourth.next().encode(), cart.fold(cart.empty(), journal).encode());
  }

  @Test
  void anOldEventIsTurnedIntoTodays() throws Exception {
    var old = new EventData("ItemAdded", 1, Json.of("{\"sku\":\"tea\",\"count\":3}"));
    FunctionState state = cart.fold(cart.empty(), List.of(old, added("milk", 1, 100)));
    assertEquals(
        new Answer.Found(Json.of("{\"sku\":\"tea\",\"quantity\":3,\"cents\":0}")),
        cart.query(state, ask("cart", "line", "\"tea\"")));
  }

  @Test
  void anEventNobodyKnowsFailsTheFold() {
    var unknown = new EventData("Painted", 1, Json.of("{}"));
    var failed =
        assertThrows(FunctionFailed.class, () -> cart.fold(cart.empty(), List.of(unknown)));
    assertTrue(String.valueOf(failed.getMessage()).contains("Painted"), failed.getMessage());
  }

  @Test
  void aStateIsReadAgainAndOneOfAnotherShapeIsNot() throws Exception {
    FunctionState full = cart.fold(cart.empty(), List.of(added("tea", 2, 350)));
    FunctionState read = cart.decode(full.encode()).orElseThrow();
    assertEquals(full.encode(), read.encode());
    assertEquals(new Answer.Found(Json.of("700")), cart.query(read, ask("cart", "total", "null")));
    assertEquals(Optional.empty(), cart.decode(Json.of("{\"lines\":7}")));
    assertEquals(Optional.empty(), cart.decode(Json.of("{\"lines\":")));
  }

  @Test
  void aRejectionIsAValueWithTheServicesNameItsCodeAndStatus() throws Exception {
    assertEquals(
        new Decision.Rejected(Problem.rejection("cart", "empty", 409, "Put something in first.")),
        cart.decide(cart.empty(), ask("cart", "checkout", "null")));
  }

  @Test
  void anArgumentThatDoesNotFitIsPointedAt() {
    Problem wrong = refused("addItem", "{\"sku\":\"tea\",\"quantity\":\"two\",\"cents\":1}");
    assertEquals(ProblemCode.INVALID_ARGUMENT.code(), wrong.code());
    assertEquals("/quantity", wrong.pointer());
    assertEquals("expected integer, got \"two\"", wrong.detail());
    assertEquals(ProblemCode.INVALID_JSON.code(), refused("addItem", "{]").code());
    assertEquals(ProblemCode.INVALID_ARGUMENT.code(), refused("checkout", "7").code());
    assertEquals(ProblemCode.UNKNOWN_HANDLER.code(), refused("paint", "null").code());
    assertEquals(ProblemCode.UNKNOWN_HANDLER.code(), refused("total", "null").code());
    Problem deep = refused("addItem", "[".repeat(100_000));
    assertEquals(400, deep.status());
  }

  @Test
  void whatAHandlerThrowsIsAFailureThatNamesIt() {
    var failed =
        assertThrows(
            FunctionFailed.class, () -> cart.decide(cart.empty(), ask("cart", "fail", "null")));
    assertEquals(
        "Cart.fail threw java.lang.IllegalStateException: secret of the author",
        failed.getMessage());
    var overflow =
        assertThrows(
            FunctionFailed.class, () -> cart.decide(cart.empty(), ask("cart", "overflow", "0")));
    assertEquals("Cart.overflow threw java.lang.StackOverflowError", overflow.getMessage());
  }

  @Test
  void theContextIsTheInvocation() throws Exception {
    var invocation = ask("cart", "about", "null");
    var accepted = assertInstanceOf(Decision.Accepted.class, cart.decide(cart.empty(), invocation));
    assertEquals(
        Json.of("\"1 2025-03-01T12:00:00Z 41 USER:anna 2025-03-01T12:00:05Z\""), accepted.reply());
  }

  @Test
  void aValueIsReplacedAndClearedByEventsOfThePlatform() throws Exception {
    var first = accepted(tally, tally.empty(), "next", "null");
    assertEquals(Json.of("1"), first.reply());
    var second = accepted(tally, first.next(), "next", "null");
    assertEquals(Json.of("2"), second.reply());
    FunctionState folded = tally.fold(tally.fold(tally.empty(), first.events()), second.events());
    assertEquals(second.next().encode(), folded.encode());
    var cleared = accepted(tally, folded, "reset", "null");
    assertEquals(tally.empty().encode(), tally.fold(folded, cleared.events()).encode());
  }

  @Test
  void aStatelessServiceAnswersAndJournalsNothing() throws Exception {
    var accepted = accepted(greeter, greeter.empty(), "greet", "\"you\"");
    assertEquals(Json.of("\"Hello you from 1\""), accepted.reply());
    assertEquals(List.of(), accepted.events());
  }

  @Test
  void aCallGoesThroughThePlatformAndItsReplyComesBackTyped() throws Exception {
    Calls calls =
        (target, handler, argument) -> {
          assertEquals(new EntityId("tally", "1"), target);
          assertEquals("next", handler);
          assertEquals(Json.NULL, argument);
          return new Calls.Result.Replied(Json.of("7"));
        };
    var accepted =
        assertInstanceOf(
            Decision.Accepted.class,
            cart.decide(cart.empty(), ask("cart", "count", "null", calls)));
    assertEquals(Json.of("7"), accepted.reply());
  }

  @Test
  void aRejectionOfACalledServiceBecomesTheCallersUnlessCaught() throws Exception {
    Problem full = Problem.rejection("tally", "full", 409, "No more.");
    assertEquals(
        new Decision.Rejected(full),
        cart.decide(cart.empty(), ask("cart", "count", "null", refusing(full))));
    assertEquals(
        new Answer.Refused(full),
        cart.query(cart.empty(), ask("cart", "tally", "null", refusing(full))));
  }

  @Test
  void aCallThatDidNotComeThroughIsTheAnswerAndAWrongCallIsABug() throws Exception {
    Problem late = ProblemCode.DEADLINE_EXCEEDED.problem("Too late.");
    assertEquals(
        new Decision.Rejected(late),
        cart.decide(cart.empty(), ask("cart", "count", "null", refusing(late))));
    Problem cycle = ProblemCode.CALL_CYCLE.problem("cart/1 waits for itself.");
    assertEquals(
        new Answer.Refused(cycle),
        cart.query(cart.empty(), ask("cart", "tally", "null", refusing(cycle))));
    Problem wrong = ProblemCode.INVALID_ARGUMENT.at("/x", "expected integer");
    var failed =
        assertThrows(
            FunctionFailed.class,
            () -> cart.decide(cart.empty(), ask("cart", "count", "null", refusing(wrong))));
    assertTrue(
        String.valueOf(failed.getMessage()).contains("invalid-argument /x"), failed.getMessage());
  }

  @Test
  void aStateOfOtherCodeIsNotTaken() {
    assertThrows(
        FunctionFailed.class, () -> cart.decide(counter.empty(), ask("cart", "checkout", "null")));
  }

  private Problem refused(String handler, String argument) {
    return assertThrows(
            InvalidArgument.class, () -> cart.decide(cart.empty(), ask("cart", handler, argument)))
        .problem();
  }

  private static Decision.Accepted accepted(
      FunctionRuntime runtime, FunctionState state, String handler, String argument)
      throws Exception {
    Invocation invocation = ask(runtime.description().service(), handler, argument);
    return assertInstanceOf(Decision.Accepted.class, runtime.decide(state, invocation));
  }

  private static Calls refusing(Problem problem) {
    return (_, _, _) -> new Calls.Result.Refused(problem);
  }

  private static Invocation ask(String service, String handler, String argument) {
    return ask(service, handler, argument, NO_CALLS);
  }

  private static Invocation ask(String service, String handler, String argument, Calls calls) {
    return new Invocation(
        new EntityId(service, "1"),
        handler,
        Json.of(argument),
        41,
        NOW,
        NOW.plusSeconds(5),
        Caller.user("anna", Set.of()),
        calls);
  }

  private static EventData added(String sku, int quantity, long cents) {
    return new EventData("ItemAdded", 2, Json.of("{\"line\":" + line(sku, quantity, cents) + "}"));
  }

  private static String line(String sku, int quantity, long cents) {
    return "{\"sku\":\"%s\",\"quantity\":%d,\"cents\":%d}".formatted(sku, quantity, cents);
  }

  private static FunctionRuntime runtime(JvmServices services, String name) {
    return services.runtimes().stream()
        .filter(runtime -> runtime.description().service().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JvmServices load(String folder) {
    try {
      URL place = requireNonNull(JvmRuntimeTest.class.getResource(folder));
      return JvmServices.load(Path.of(place.toURI()), SETTINGS);
    } catch (IOException | URISyntaxException | UnloadableCode e) {
      throw new AssertionError(e);
    }
  }
}

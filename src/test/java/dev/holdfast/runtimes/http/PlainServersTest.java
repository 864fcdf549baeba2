package dev.holdfast.runtimes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.outbound.SecretReference;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Publication;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers that were written from the document of the protocol, without an SDK of ours. */
class PlainServersTest {
  private static final String TEA = "{\"sku\": \"tea\", \"quantity\": 2, \"cents\": 350}";

  @ParameterizedTest
  @ValueSource(strings = {"node", "python3"})
  void aCounterDecidesAnswersAndFolds(String language) throws Exception {
    try (PlainServer server = PlainServer.start(language, Given.SECRET);
        Loaded loaded = load(server)) {
      FunctionRuntime counter = Given.service(loaded, "counter");
      Decision.Accepted five = accepted(counter, counter.empty(), "add", "5");
      assertEquals("5", five.reply().toString());
      assertEquals(Json.of("{\"value\":5}"), compact(five.next().encode()));
      FunctionState recovered = counter.fold(counter.empty(), five.events());
      assertEquals("7", accepted(counter, recovered, "add", "2").reply().toString());
      assertEquals(
          new FunctionRuntime.Answer.Found(Json.of("5")),
          counter.query(recovered, Given.invocation("counter", "value", "null", Given.NOBODY)));
      assertThrows(
          InvalidArgument.class,
          () ->
              counter.decide(
                  counter.empty(), Given.invocation("counter", "add", "\"two\"", Given.NOBODY)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python3"})
  void aCartIsChargedOnceAndReadsWhatItWroteBefore(String language) throws Exception {
    try (PlainServer server = PlainServer.start(language, Given.SECRET);
        Loaded loaded = load(server)) {
      FunctionRuntime cart = Given.service(loaded, "cart");
      var old =
          new EventData("ItemAdded", 1, Json.of("{\"sku\":\"cup\",\"quantity\":1,\"price\":12}"));
      FunctionState recovered = cart.fold(cart.empty(), List.of(old));
      FunctionState filled = accepted(cart, recovered, "addItem", TEA).next();
      List<String> charged = new ArrayList<>();
      Calls payments =
          (target, handler, argument) -> {
            charged.add(target + " " + handler + " " + argument);
            return new Calls.Result.Replied(Json.of("{\"receipt\":7}"));
          };
      var paid =
          assertInstanceOf(
              Decision.Accepted.class,
              cart.decide(filled, Given.invocation("cart", "checkout", "null", payments)));
      assertEquals("1900", paid.reply().toString());
      assertEquals(List.of("payments/c1 charge 1900"), charged);
      assertEquals("mail/c1", paid.outbox().sends().getFirst().call().target().toString());
      Publication told = paid.outbox().publications().getFirst();
      assertEquals("checkouts c1", told.topic() + " " + told.key());
      var again =
          assertInstanceOf(
              Decision.Rejected.class,
              cart.decide(paid.next(), Given.invocation("cart", "checkout", "null", Given.NOBODY)));
      assertEquals("cart/checked-out", again.problem().code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python3"})
  void rejectionsOfOthersArePassedOnAndDefectsAreForOperators(String language) throws Exception {
    try (PlainServer server = PlainServer.start(language, Given.SECRET);
        Loaded loaded = load(server)) {
      FunctionRuntime cart = Given.service(loaded, "cart");
      Calls declining =
          (_, _, _) ->
              new Calls.Result.Refused(Problem.rejection("payments", "declined", 402, "No funds."));
      var declined =
          assertInstanceOf(
              Decision.Rejected.class,
              cart.decide(cart.empty(), Given.invocation("cart", "checkout", "null", declining)));
      assertEquals("payments/declined", declined.problem().code());
      FunctionFailed defect =
          assertThrows(
              FunctionFailed.class,
              () ->
                  cart.decide(cart.empty(), Given.invocation("cart", "bug", "null", Given.NOBODY)));
      Given.says(defect, "500: ");
      Given.says(defect, "a defect of the cart");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python3"})
  void whatIsNotSignedIsRefusedOverThere(String language) throws Exception {
    try (PlainServer server = PlainServer.start(language, Given.SECRET)) {
      var unsigned = new HttpTarget(server.url(), List.of(), new Token.None());
      UnloadableCode refused =
          assertThrows(
              UnloadableCode.class,
              () ->
                  HttpServices.load(
                      "shop", unsigned, Given.settings(Given.LOOPBACK), Given.surroundings()));
      Given.says(refused, "401: ");
      // Signed with the new secret and the old one: either will do.
      var both =
          new HttpTarget(
              server.url(),
              List.of(
                  new SecretReference.Environment("OTHER"),
                  new SecretReference.Environment("SHOP")),
              new Token.None());
      HttpServices.load(
              "shop",
              both,
              Given.settings(Given.LOOPBACK),
              Given.surroundings("OTHER", Given.SECRET.replace('M', 'N')))
          .close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python3"})
  void theVersionIsOfWhatItSaysAndWhere(String language) throws Exception {
    try (PlainServer server = PlainServer.start(language, Given.SECRET);
        Loaded first = load(server);
        Loaded second = load(server);
        Loaded elsewhere =
            HttpServices.load(
                "shop",
                Given.target(server.url().resolve("../other")),
                Given.settings(Given.LOOPBACK),
                Given.surroundings())) {
      assertEquals(first.version(), second.version());
      assertEquals(12, first.version().length());
      assertTrue(!first.version().equals(elsewhere.version()));
      assertEquals(first.version(), first.runtimes().getFirst().description().version());
    }
  }

  private static Loaded load(PlainServer server) throws Exception {
    return HttpServices.load(
        "shop", Given.target(server.url()), Given.settings(Given.LOOPBACK), Given.surroundings());
  }

  private static Json compact(Json json) {
    return Json.of(json.toString().replace(" ", ""));
  }

  private static Decision.Accepted accepted(
      FunctionRuntime service, FunctionState state, String handler, String argument)
      throws Exception {
    return assertInstanceOf(
        Decision.Accepted.class,
        service.decide(
            state,
            Given.invocation(service.description().service(), handler, argument, Given.NOBODY)));
  }
}

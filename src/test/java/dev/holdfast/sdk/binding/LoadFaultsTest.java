package dev.holdfast.sdk.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sdk.Compiled;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.sdk.examples.Account;
import dev.holdfast.sdk.examples.Hourly;
import dev.holdfast.sdk.examples.Order;
import dev.holdfast.sdk.examples.Payments;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a wrong service is told, word by word. */
class LoadFaultsTest {
  private static final String APPLY =
      """
        public record Paid(long cents) {}
        @Override public Cart apply(Paid event) { return this; }
      """;
  private static final String CART =
      """
      @Service("cart") public record Cart(long cents) implements Entity<Cart, Cart.Paid> {
        public Cart() { this(0); }
      """
          + APPLY;

  /** Binds the first type of a source, which may say all but the end of it. */
  private static List<String> faults(String source, String... types) {
    return faults(Capabilities.ALL, Compiled.of(source + "}").load(types));
  }

  private static List<String> faults(Capabilities capabilities, List<Class<?>> types) {
    var binder = new Binder(capabilities, JsonLimits.DEFAULT);
    return assertThrows(InvalidService.class, () -> binder.bind(types)).faults();
  }

  private static void assertOnlyFault(String expected, String source) {
    assertEquals(List.of(expected), faults(source, "Cart"));
  }

  @Test
  void aServiceWithoutAName() {
    assertOnlyFault(
        "Cart has no name. Add @Service(\"cart\") above it: that name is its address and stays when"
            + " the class is renamed.",
        CART.replace("@Service(\"cart\")", ""));
  }

  @Test
  void aServiceWithoutAnEmptyState() {
    assertOnlyFault(
        "Cart has no empty state. Add a constructor without arguments: it is the state of an"
            + " instance before its first event.",
        CART.replace("public Cart() { this(0); }", ""));
  }

  @Test
  void aServiceThatIsNoRecord() {
    assertOnlyFault(
        "Cart must be a record: its components are the state, and a handler must not be able to"
            + " change them.",
        "@Service(\"cart\") public class Cart implements Entity<Cart, Cart.Paid> {" + APPLY);
  }

  @Test
  void aQueryThatReturnsAnEffect() {
    assertOnlyFault(
        "Cart.total is marked @Query but returns an Effect: a query cannot change anything. Return"
            + " the answer itself, or drop @Query.",
        CART + "@Query Effect<Long> total() { return reply(cents); }");
  }

  @Test
  void aHandlerWithTwoArguments() {
    assertOnlyFault(
        "Cart.add takes 2 arguments; a handler takes one (the JSON body) and may also take a"
            + " Context. Put them in a record.",
        CART + "Effect<Void> add(int a, int b, Context context) { return reply(); }");
  }

  @Test
  void aRouteOnWhatIsNoHandler() {
    assertOnlyFault(
        "Cart.x has a @Route but is no handler: return an Effect (a command) or add @Query.",
        CART + "@Allow(\"user\") @Route(\"GET /carts/{id}/x\") int x() { return 1; }");
  }

  @Test
  void aRouteThatNobodyMayCall() {
    assertOnlyFault(
        "Cart.addItem has a @Route but nobody may call it. Add @Allow(\"user\"), @Allow(\"anyone\")"
            + " or another rule to it or to Cart.",
        CART + "@Route(\"POST /carts/{id}/items\") Effect<Void> addItem() { return reply(); }");
  }

  @Test
  void aStepThatReadsTheEmptyState() {
    String order =
        """
        @Service("order") public record Order(String id) implements Workflow<Order> {
          public Order() { this(""); }
          @Override public List<Step<Order, ?>> steps() {
            return List.of(step("pay", _ -> named("payments", id, "charge", 1, String.class)));
          }
        """;
    assertEquals(
        List.of(
            "Order.steps: step \"pay\" reads the fields of the empty state. Write a method"
                + " reference such as Order::pay, or use the lambda's own argument."),
        faults(order, "Order"));
  }

  @Test
  void aTypeWithoutAJsonForm() {
    assertOnlyFault(
        "Cart.lines has type ThreadLocal, which has no JSON form (at /lines). Use a record, List,"
            + " Map, Optional, String, number, boolean or a java.time type.",
        CART.replace("long cents) impl", "ThreadLocal<String> lines) impl")
            .replace("this(0)", "this(new ThreadLocal<>())"));
  }

  @Test
  void aTypeWithoutAJsonFormDeepInAnArgumentAReplyAndAnEvent() {
    String remedy =
        " Use a record, List, Map, Optional, String, number, boolean or a java.time type.";
    assertEquals(
        List.of(
            "Paid.how has type Object, which has no JSON form (at /how/*)." + remedy,
            "The argument of Cart.add has type Thread, which has no JSON form (at /0/thread)."
                + remedy,
            "The reply of Cart.add has type Locale, which has no JSON form." + remedy),
        faults(
            CART.replace("Paid(long cents)", "Paid(Map<String, Object> how)")
                + "record Line(Thread thread) {}"
                + "Effect<Locale> add(List<Line> lines) { return reply(Locale.ROOT); }",
            "Cart"));
  }

  @Test
  void twoRoutesThatAreTheSame() {
    String cart =
        CART.replace("@Service(\"cart\")", "@Service(\"cart\") @Allow(\"user\")")
            + "@Query @Route(\"GET /carts/{id}/total\") long total() { return cents; } }";
    String invoice =
        """
        @Service("invoice") @Allow("user") record Invoice() implements Value<Invoice> {
          @Query @Route("GET /carts/{cart}/total") long total() { return 1; }
        """;
    assertEquals(
        List.of(
            "Two routes are the same: GET /carts/{id}/total in Cart.total and"
                + " GET /carts/{cart}/total in Invoice.total."),
        faults(cart + invoice, "Cart", "Invoice"));
  }

  @Test
  void allFaultsOfAllServicesAreToldAtOnce() {
    String source =
        CART.replace("@Service(\"cart\")", "").replace("public Cart() { this(0); }", "")
            + "@Query Effect<Long> total() { return reply(cents); }"
            + "Effect<Void> add(int a, int b) { return reply(); } }"
            + "@Service(\"Bad Name\") record Other(ThreadLocal<String> x) implements Stateless {";
    List<String> faults = faults(source, "Cart", "Other");
    assertEquals(8, faults.size(), faults.toString());
    assertTrue(faults.stream().anyMatch(it -> it.startsWith("Cart has no empty state.")));
    assertTrue(faults.stream().anyMatch(it -> it.startsWith("Other is Stateless but")));
    assertTrue(faults.stream().anyMatch(it -> it.startsWith("Other is named \"Bad Name\"")));
  }

  @Test
  void aFaultElsewhereHidesNeitherAnEmptyStateThatCannotBeWrittenNorAStep() {
    String order =
        """
        @Service("order") record Order(String id) implements Workflow<Order> {
          public Order() { this(""); }
          Effect<Void> add(int a, int b) { return reply(); }
          @Override public List<Step<Order, ?>> steps() {
            return List.of(step("pay", _ -> named("payments", id, "charge", 1, String.class)));
          }
        }
        @Service("cart") record Cart(double share) implements Value<Cart> {
          public Cart() { this(Double.NaN); }
          Effect<Void> add(int a, int b) { return reply(); }
        """;
    List<String> faults = faults(order, "Order", "Cart");
    assertEquals(4, faults.size(), faults.toString());
    assertTrue(faults.get(1).startsWith("Order.steps: step \"pay\" reads the fields"));
    assertTrue(faults.get(3).startsWith("Cart has an empty state that cannot be written: /share"));
  }

  @Test
  void clashesAreToldOfServicesThatHaveOtherFaultsToo() {
    String source =
        CART.replace("@Service(\"cart\")", "@Service(\"cart\") @Allow(\"user\")")
            + """
                Effect<Void> add(int a, int b) { return reply(); }
                @Route("GET /carts/{id}/{sku}") @Query long total() { return cents; }
              }
              @Service("cart") @Allow("user") record Invoice(ThreadLocal<String> x)
                  implements Stateless {
                @Route("GET /carts/{cart}/{line}") @Query long total(int a, int b) { return 1; }
              """;
    List<String> faults = faults(source, "Cart", "Invoice");
    assertEquals(
        List.of(
            "Cart and Invoice are both named \"cart\". A name is one service's address.",
            "Two routes are the same: GET /carts/{id}/{sku} in Cart.total and"
                + " GET /carts/{cart}/{line} in Invoice.total."),
        faults.subList(faults.size() - 2, faults.size()));
  }

  @Test
  void namesThatBelongToThePlatformAreRefused() {
    String events =
        " is named \"events\", but GET /v1/services/cart/{id}/events is the journal of an instance."
            + " Choose another name.";
    assertOnlyFault(
        "Cart.events" + events, CART + "@Query List<String> events() { return List.of(); }");
    assertOnlyFault(
        "Cart.list" + events,
        CART + "@Wire(name = \"events\") Effect<Void> list() { return reply(); }");
    for (String reserved :
        List.of("/v1", "/health", "/metrics", "/problems", "/openapi.json", "/console")) {
      assertOnlyFault(
          "Cart.x has the route \"GET %s/{id}\", but all paths under %s are the platform's own. Choose"
                  .formatted(reserved, reserved)
              + " another beginning.",
          CART
              + "@Allow(\"user\") @Query @Route(\"GET %s/{id}\") int x() { return 1; }"
                  .formatted(reserved));
    }
    assertEquals(
        1,
        new Binder(Capabilities.CORE, JsonLimits.DEFAULT)
            .bind(
                Compiled.of(
                        """
                        @Service("fair") @Allow("anyone") record Fair() implements Stateless {
                          @Query @Route("GET /v1beta") List<String> events() { return List.of(); }
                        }
                        """)
                    .load("Fair"))
            .size());
  }

  @Test
  void smallerMistakesHaveTheirSentencesToo() {
    assertOnlyFault(
        "Cart.add is there twice: a handler's name is its address. Rename one.",
        CART
            + "Effect<Void> add() { return reply(); } Effect<Void> add(int x) { return reply(); }");
    assertOnlyFault(
        "Cart.x is marked @Query but is no handler: it is private. Drop the word private.",
        CART + "@Query private int x() { return 1; } int y() { return x(); }");
    assertOnlyFault(
        "Cart has the rule @Allow(\"admin\"), which is none. Use \"anyone\", \"user\","
            + " \"role:NAME\" or \"service:NAME\".",
        "@Allow(\"admin\")" + CART);
    assertOnlyFault(
        "Cart.x has @Limits that cannot be read. Write the deadline like \"500ms\", \"10s\" or"
            + " \"2m\", the others as positive numbers.",
        CART + "@Limits(deadline = \"soon\") Effect<Void> x() { return reply(); }");
    assertOnlyFault(
        "Cart.x has a @Route with sku, but no argument with a field of that name. Add it, or remove"
            + " it from the route.",
        CART
            + "@Allow(\"user\") @Route(\"GET /x/{id}/{sku}\") Effect<Void> x() { return reply();"
            + " }");
    assertOnlyFault(
        "Cart.x has the route \"GET x\", which cannot be read. Write a method, a space and a path,"
            + " such as \"GET /carts/{id}/items?from=\".",
        CART + "@Allow(\"user\") @Route(\"GET x\") Effect<Void> x() { return reply(); }");
    assertOnlyFault(
        "Cart.x takes a Context that is not its last parameter. Move it to the end.",
        CART + "Effect<Void> x(Context context, int a) { return reply(); }");
  }

  @Test
  void anUpcastMustNameAnEventAndAnOlderVersion() {
    String upcast =
        "record Old(int euros) implements Upcast<Paid> {"
            + " @Override public Paid upcast() { return new Paid(100L * euros); } }";
    assertOnlyFault(
        "Cart.Old is an Upcast to Old, which is no event. Name the event: @Wire(name = …).",
        CART + upcast);
    assertOnlyFault(
        "Cart: Paid is version 1, and so is an Upcast to it. Write @Wire(version = 2) on Paid.",
        CART + "@Wire(name = \"Paid\")" + upcast);
  }

  @Test
  void whatThisPlatformCannotDoYetIsRefusedAtLoad() {
    assertEquals(
        List.of(
            "Hourly.measure is marked @OnTopic: topics arrive with a later release.",
            "Order is a Workflow: workflows arrive with a later release.",
            "Payments has the settings Gateway: settings arrive with a later release.",
            "Payments.charge uses settings: settings arrive with a later release.",
            "Account.transfer uses send: durable sends arrive with a later release."),
        faults(
            Capabilities.CORE,
            Arrays.asList(Hourly.class, Order.class, Payments.class, Account.class)));
  }
}

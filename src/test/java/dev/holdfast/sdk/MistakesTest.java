package dev.holdfast.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The six mistakes that the compiler finds, each beside the same code without it. */
class MistakesTest {
  private static final String SERVICE =
      """
      @Service("counter")
      public record Counter(@Query int value) implements Entity<Counter, Counter.Event> {
        public sealed interface Event {}
        public record Added(int amount) implements Event {}
        public record Reset() implements Event {}
        record Stranger(int amount) {}
        public Counter() { this(0); }
        Effect<Integer> add(int amount) { ADD }
        Effect<Void> reset() { RESET }
        @Override public Counter apply(Event event) {
          return switch (event) {
            case Added(int amount) -> new Counter(value + amount);
            CASE
          };
        }
      }
      """;
  private static final String ADD = "return persist(new Added(amount)).reply(Counter::value);";
  private static final String RESET = "return persist(new Reset());";
  private static final String CASE = "case Reset _ -> new Counter();";

  private static String service(String add, String reset, String fold) {
    return SERVICE.replace("ADD", add).replace("RESET", reset).replace("CASE", fold);
  }

  private static void assertRefused(String source, String message) {
    List<String> errors = Compiled.of(source).errors();
    assertTrue(
        errors.stream().anyMatch(error -> error.contains(message)),
        "expected an error with \"" + message + "\", got " + errors);
  }

  @Test
  void withoutAMistakeItCompilesAndWarnsOfNothing() {
    String send = "return reply().send(command(Counter.class, \"b\", Counter::add, 1));";
    assertEquals(List.of(), Compiled.of(service(ADD, RESET, CASE)).errors());
    assertEquals(List.of(), Compiled.of(service(ADD, send, CASE)).errors());
  }

  @Test
  void anEventThatIsMissingInTheFoldDoesNotCompile() {
    assertRefused(service(ADD, RESET, ""), "does not cover all possible input values");
  }

  @Test
  void aForeignEventDoesNotCompile() {
    String add = "return persist(new Stranger(amount)).reply(Counter::value);";
    assertRefused(service(add, RESET, CASE), "Stranger cannot be converted to");
  }

  @Test
  void aReplyThatIsMissingOrOfTheWrongTypeDoesNotCompile() {
    assertRefused(
        service("return persist(new Added(amount));", RESET, CASE),
        "Change<Counter> cannot be converted to dev.holdfast.sdk.Effect<java.lang.Integer>");
    assertRefused(
        service("return persist(new Added(amount)).reply(Counter::toString);", RESET, CASE),
        "incompatible types");
  }

  @Test
  void aReplyFromTheOldStateDoesNotCompile() {
    String add = "return persist(new Added(amount)).reply(value);";
    assertRefused(service(add, RESET, CASE), "int cannot be converted to");
  }

  @Test
  void anAssignmentToTheStateDoesNotCompile() {
    String add = "value += amount; " + ADD;
    assertRefused(service(add, RESET, CASE), "cannot assign a value to final variable value");
  }

  @Test
  void aSendToAnUnknownHandlerOrWithTheWrongArgumentDoesNotCompile() {
    String unknown = "return reply().send(command(Counter.class, \"b\", Counter::subtract, 1));";
    assertRefused(service(ADD, unknown, CASE), "invalid method reference");
    String wrong = "return reply().send(command(Counter.class, \"b\", Counter::add, \"one\"));";
    assertRefused(service(ADD, wrong, CASE), "cannot be applied to given types");
  }
}

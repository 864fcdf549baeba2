package dev.holdfast.triggers;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/** One condition of a {@link Filter} on a payload. */
sealed interface Condition {
  /** Whether it holds. */
  boolean test(JsonNode root);

  /** Something is there, were it {@code null}. */
  record Exists(JsonPointer at) implements Condition {
    @Override
    public boolean test(JsonNode root) {
      return !root.at(at).isMissingNode();
    }

    @Override
    public String toString() {
      return at + " exists";
    }
  }

  /** What is there compares to a literal: a string, a number, a boolean or null. */
  record Comparison(JsonPointer at, Operator operator, JsonNode literal) implements Condition {
    @Override
    public boolean test(JsonNode root) {
      JsonNode value = root.at(at);
      return !value.isMissingNode() && holds(value);
    }

    private boolean holds(JsonNode value) {
      OptionalInt order = order(value, literal);
      return switch (operator) {
        case EQUAL -> order.isPresent() ? order.getAsInt() == 0 : value.equals(literal);
        case UNEQUAL -> order.isPresent() ? order.getAsInt() != 0 : !value.equals(literal);
        case LESS -> order.isPresent() && order.getAsInt() < 0;
        case LESS_OR_EQUAL -> order.isPresent() && order.getAsInt() <= 0;
        case GREATER -> order.isPresent() && order.getAsInt() > 0;
        case GREATER_OR_EQUAL -> order.isPresent() && order.getAsInt() >= 0;
      };
    }

    /** How two numbers or two strings compare; nothing else has an order. */
    private static OptionalInt order(JsonNode one, JsonNode other) {
      if (one.isNumber() && other.isNumber()) {
        return OptionalInt.of(one.decimalValue().compareTo(other.decimalValue()));
      }
      return one.isTextual() && other.isTextual()
          ? OptionalInt.of(one.asText().compareTo(other.asText()))
          : OptionalInt.empty();
    }

    @Override
    public String toString() {
      return at + " " + operator.sign() + " " + literal;
    }
  }

  /** How a value and a literal compare. */
  enum Operator {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    GREATER(">");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    /** Whether it only says something of numbers and strings. */
    boolean orders() {
      return this != EQUAL && this != UNEQUAL;
    }
  }
}

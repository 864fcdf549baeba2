package dev.holdfast.services;

import dev.holdfast.protocol.Caller;
import java.util.List;

/**
 * Who may call a handler: its {@code @Allow} rules against the caller. Without rules only operators
 * and services of the same deployment may; a rule that names services shuts the others out.
 */
public final class Access {
  private Access() {}

  public static boolean permits(List<String> rules, Caller caller) {
    return switch (caller.kind()) {
      case OPERATOR -> true;
      case SERVICE ->
          rules.contains("anyone")
              || rules.contains("service:" + caller.name())
              || rules.stream().noneMatch(rule -> rule.startsWith("service:"));
      case USER ->
          rules.contains("anyone")
              || rules.contains("user")
              || caller.roles().stream().anyMatch(role -> rules.contains("role:" + role));
      case ANONYMOUS -> rules.contains("anyone");
    };
  }
}

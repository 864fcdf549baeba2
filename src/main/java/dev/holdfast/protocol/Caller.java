package dev.holdfast.protocol;

import java.util.Set;

/**
 * Who calls, as established by the platform from a credential, never from a body.
 *
 * @param kind anonymous, user, service or operator
 * @param name the user's or service's name, empty when anonymous
 */
public record Caller(Kind kind, String name, Set<String> roles) {
  public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "", Set.of());
  public static final Caller OPERATOR = new Caller(Kind.OPERATOR, "operator", Set.of());

  /** What was proved about the caller. */
  public enum Kind {
    ANONYMOUS,
    USER,
    SERVICE,
    OPERATOR
  }

  public Caller {
    roles = Set.copyOf(roles);
  }

  public static Caller service(String name) {
    return new Caller(Kind.SERVICE, name, Set.of());
  }

  public static Caller user(String name, Set<String> roles) {
    return new Caller(Kind.USER, name, roles);
  }
}

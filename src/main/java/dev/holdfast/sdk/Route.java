package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a handler a REST address of its own, such as {@code GET /carts/{id}/items?from=&to=}.
 *
 * <p>{@code {id}} is the instance; if no variable has that name, the first one is. The other
 * variables and the query parameters fill the argument by name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Route {
  /** The method, a space and the path. */
  String value();
}

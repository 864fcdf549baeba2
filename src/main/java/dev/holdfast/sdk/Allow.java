package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says who may call: {@code anyone}, {@code user}, {@code role:NAME} or {@code service:NAME}; one
 * rule that fits is enough. On a handler it replaces what its service says. Without it only
 * services of the same deployment and operators may call.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Allow {
  /** The rules. */
  String[] value();
}

package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fixes the wire name or version of an event type or a handler once it differs from the plain rule:
 * its own name, version 1. A renamed class keeps the old name of its events by it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Wire {
  /** The name on the wire; the simple name of the type or method if empty. */
  String name() default "";

  /** The version of the shape. */
  int version() default 1;
}

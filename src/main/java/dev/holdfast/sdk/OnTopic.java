package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs this command for each message of a topic; the message is its argument, and fields of it that
 * the argument does not have are ignored.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnTopic {
  /** The topic. */
  String value();

  /**
   * Which instance gets it: a template such as {@code "{station}"} or {@code "{at.city}"}, a JSON
   * pointer into the message such as {@code "/at/city"}; the message's key if empty.
   */
  String id() default "";

  /** Which messages: a condition such as {@code "/celsius > 30"}; all of them if empty. */
  String filter() default "";

  /**
   * Where it begins when it was never there before: {@code "now"}, {@code "beginning"}, or a time
   * such as {@code "2026-01-31T10:00:00Z"}.
   */
  String start() default "now";

  /** Whether later messages for an instance wait while one of them is parked. */
  boolean waits() default false;
}

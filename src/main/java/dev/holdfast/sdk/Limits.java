package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Narrows or widens the platform's limits for a service or a handler; what is left out stays. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Limits {
  /** How long a handler may take, such as {@code 500ms}, {@code 10s} or {@code 2m}. */
  String deadline() default "";

  /** How many commands may wait for one instance. */
  int queue() default 0;

  /** How large a request body may be. */
  int bodyBytes() default 0;
}

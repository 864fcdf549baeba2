package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Runs this command by the calendar. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnSchedule {
  /** A cron expression. */
  String value();

  /** The instance that runs it; only a {@link Stateless} service can do without. */
  String id() default "";
}

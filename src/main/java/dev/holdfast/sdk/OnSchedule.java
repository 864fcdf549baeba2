package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Runs this command, which takes no argument, by the calendar. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnSchedule {
  /**
   * A cron expression: minute, hour, day of the month, month and day of the week, such as {@code
   * "30 2 * * MON-FRI"}; with seconds before them if it has six fields.
   */
  String value();

  /** The instance that runs it; only a {@link Stateless} service can do without. */
  String id() default "";

  /** The time zone of the expression, such as {@code "Europe/Berlin"}. */
  String zone() default "UTC";

  /**
   * What happens to times at which nothing could run: {@code "once"} runs it once for all of them,
   * {@code "skip"} not at all, {@code "all"} for each.
   */
  String missed() default "once";
}

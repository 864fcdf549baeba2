package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Runs this command for each event of another service; the event is its argument. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnEvents {
  /** The service whose events these are. */
  Class<?> value();

  /** Which instance gets it: a template such as {@code "{sku}"}; the source's id if empty. */
  String id() default "";
}

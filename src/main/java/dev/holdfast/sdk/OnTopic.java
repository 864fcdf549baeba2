package dev.holdfast.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Runs this command for each message of a topic; the message is its argument. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnTopic {
  /** The topic. */
  String value();

  /** Which instance gets it: a template such as {@code "{station}"}; the message's key if empty. */
  String id() default "";
}

package dev.holdfast.sdk.binding;

/**
 * What runs a command beside calls.
 *
 * @param source the topic, the name of the service or the cron expression
 * @param id the template of the instance's id; empty for the default
 */
public record TriggerBinding(Kind kind, String source, String id) {
  /** By messages of a topic, by events of a service, by the calendar. */
  public enum Kind {
    TOPIC,
    EVENTS,
    SCHEDULE
  }
}

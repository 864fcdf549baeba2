package dev.holdfast.sdk.binding;

import java.util.List;

/** What runs a command beside calls, as its author wrote it. */
public sealed interface TriggerBinding {
  /** Which instance runs it, in the words of the annotation; empty for the default. */
  String id();

  /** Messages of a topic. */
  record Topic(String topic, String id, String filter, String start, boolean waits)
      implements TriggerBinding {}

  /** Events of a service. */
  record Events(String service, String id) implements TriggerBinding {}

  /** The calendar. */
  record Schedule(String cron, String zone, String missed, String id) implements TriggerBinding {}

  /**
   * What a platform finds wrong with the texts of a trigger, which only it can read: the SDK knows
   * neither calendars nor filters.
   */
  @FunctionalInterface
  interface Syntax {
    /** Finds nothing. */
    Syntax ANY = _ -> List.of();

    /** Ends of sentences that begin with the handler's name: {@code has the cron "x", which …}. */
    List<String> faults(TriggerBinding trigger);
  }
}

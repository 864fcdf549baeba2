package dev.holdfast.triggers;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Trigger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the texts of triggers as those do who run them, so that a wrong one is told at load. */
public final class TriggerFaults {
  private static final Set<String> MISSED = Set.of("once", "skip", "all");

  private TriggerFaults() {}

  /** Ends of sentences that begin with the handler's name: {@code has the cron "x", which …}. */
  public static List<String> of(Trigger trigger) {
    var faults = new ArrayList<String>();
    switch (trigger) {
      case Trigger.Topic topic -> {
        read("id", topic.id(), IdTemplate::of, faults);
        read("filter", topic.filter(), Filter::of, faults);
        if (!Set.of("", "now", "beginning").contains(topic.start())) {
          read("start", topic.start(), Instant::parse, faults);
        }
      }
      case Trigger.Schedule schedule -> {
        read("cron", schedule.cron(), Cron::parse, faults);
        read("time zone", schedule.zone(), ZoneId::of, faults);
        if (!MISSED.contains(schedule.missed())) {
          faults.add(
              "has \"%s\" for missed times; it is one of once, skip, all."
                  .formatted(schedule.missed()));
        }
        if (!schedule.id().isEmpty() && !EntityId.isId(schedule.id())) {
          faults.add(
              "is scheduled for the id \"%s\". An id has 1 to %d characters, no slash and no"
                      .formatted(schedule.id(), EntityId.LONGEST_ID)
                  + " control character.");
        }
      }
    }
    return faults;
  }

  private static void read(String what, String text, Consumer<String> reader, List<String> faults) {
    try {
      reader.accept(text);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      faults.add(
          "has the %s \"%s\", which cannot be read: %s.".formatted(what, text, wrong.getMessage()));
    }
  }
}

package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.sdk.binding.TriggerBinding;
import dev.holdfast.triggers.Cron;
import dev.holdfast.triggers.Filter;
import dev.holdfast.triggers.IdTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the texts of triggers as those do who run them, so that a wrong one is told at load. */
final class TriggerTexts implements TriggerBinding.Syntax {
  @Override
  public List<String> faults(TriggerBinding trigger) {
    var faults = new ArrayList<String>();
    switch (trigger) {
      case TriggerBinding.Topic topic -> {
        read("id", topic.id(), IdTemplate::of, faults);
        read("filter", topic.filter(), Filter::of, faults);
      }
      case TriggerBinding.Schedule schedule -> {
        read("cron", schedule.cron(), Cron::parse, faults);
        if (!schedule.id().isEmpty() && !EntityId.isId(schedule.id())) {
          faults.add(
              "is scheduled for the id \"%s\". An id has 1 to %d characters, no slash and no"
                      .formatted(schedule.id(), EntityId.LONGEST_ID)
                  + " control character.");
        }
      }
      case TriggerBinding.Events _ -> {} // Refused by now, whatever it says.
    }
    return faults;
  }

  private static void read(String what, String text, Consumer<String> reader, List<String> faults) {
    try {
      reader.accept(text);
    } catch (IllegalArgumentException wrong) {
      faults.add(
          "has the %s \"%s\", which cannot be read: %s.".formatted(what, text, wrong.getMessage()));
    }
  }
}

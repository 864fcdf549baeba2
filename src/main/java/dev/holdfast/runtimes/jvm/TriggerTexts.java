package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.Trigger;
import dev.holdfast.sdk.binding.TriggerBinding;
import dev.holdfast.triggers.TriggerFaults;
import java.util.List;

/**
 * Reads the texts of triggers for the binder, which knows neither calendars nor filters; what it
 * reads itself, it tells itself.
 */
final class TriggerTexts implements TriggerBinding.Syntax {
  @Override
  public List<String> faults(TriggerBinding trigger) {
    return switch (trigger) {
      case TriggerBinding.Topic topic ->
          TriggerFaults.of(
              new Trigger.Topic(topic.topic(), topic.id(), topic.filter(), "now", topic.waits()));
      case TriggerBinding.Schedule schedule ->
          TriggerFaults.of(new Trigger.Schedule(schedule.cron(), "UTC", "once", schedule.id()));
      case TriggerBinding.Events _ -> List.of(); // Refused by now, whatever it says.
    };
  }
}

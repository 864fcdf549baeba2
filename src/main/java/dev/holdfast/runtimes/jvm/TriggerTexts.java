package dev.holdfast.runtimes.jvm;

import dev.holdfast.sdk.binding.TriggerBinding;
import dev.holdfast.triggers.TriggerFaults;
import java.util.List;

/** Reads the texts of triggers for the binder, which knows neither calendars nor filters. */
final class TriggerTexts implements TriggerBinding.Syntax {
  @Override
  public List<String> faults(TriggerBinding trigger) {
    return switch (trigger) {
      case TriggerBinding.Topic _, TriggerBinding.Schedule _ ->
          TriggerFaults.of(Descriptions.trigger(trigger));
      case TriggerBinding.Events _ -> List.of(); // Refused by now, whatever it says.
    };
  }
}

package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.OnEvents;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Reads what runs a handler beside calls. */
final class TriggerReader {
  private final Kind kind;
  private final Capabilities capabilities;
  private final List<String> faults;

  TriggerReader(Kind kind, Capabilities capabilities, List<String> faults) {
    this.kind = kind;
    this.capabilities = capabilities;
    this.faults = faults;
  }

  List<TriggerBinding> read(String who, Method method, boolean query) {
    var triggers = new ArrayList<TriggerBinding>();
    OnTopic topic = method.getAnnotation(OnTopic.class);
    if (topic != null) {
      demand(who, "@OnTopic", Capability.TOPICS);
      if (!ServiceReader.NAME.matcher(topic.value()).matches()) {
        faults.add(
            who
                + " listens to the topic \""
                + topic.value()
                + "\". A topic is lower case words"
                + " joined by hyphens.");
      }
      triggers.add(new TriggerBinding(TriggerBinding.Kind.TOPIC, topic.value(), topic.id()));
    }
    OnEvents events = method.getAnnotation(OnEvents.class);
    if (events != null) {
      demand(who, "@OnEvents", Capability.EVENT_TRIGGERS);
      Service source = events.value().getAnnotation(Service.class);
      if (source == null) {
        faults.add(
            who
                + " is marked @OnEvents of "
                + events.value().getSimpleName()
                + ", which is no @Service.");
      } else {
        triggers.add(new TriggerBinding(TriggerBinding.Kind.EVENTS, source.value(), events.id()));
      }
    }
    OnSchedule schedule = method.getAnnotation(OnSchedule.class);
    if (schedule != null) {
      demand(who, "@OnSchedule", Capability.SCHEDULES);
      if (schedule.id().isEmpty() && kind != Kind.STATELESS) {
        faults.add(who + " is marked @OnSchedule without an id. Say which instance: id = \"…\".");
      }
      triggers.add(
          new TriggerBinding(TriggerBinding.Kind.SCHEDULE, schedule.value(), schedule.id()));
    }
    if (query && !triggers.isEmpty()) {
      faults.add(who + " is a query with a trigger: nothing would come of it. Make it a command.");
    }
    return triggers;
  }

  private void demand(String who, String annotation, Capability capability) {
    if (!capabilities.has(capability)) {
      faults.add(who + " is marked " + annotation + ": " + capability.notYet() + ".");
    }
  }
}

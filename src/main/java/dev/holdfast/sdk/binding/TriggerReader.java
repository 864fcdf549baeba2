package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.OnEvents;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import dev.holdfast.sdk.binding.json.ArgumentCodec;
import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what runs a handler beside calls. */
final class TriggerReader {
  private static final int LONGEST_TOPIC = 64;
  private static final Set<String> MISSED = Set.of("once", "skip", "all");
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

  private final Kind kind;
  private final Reading reading;
  private final List<String> faults;

  TriggerReader(Kind kind, Reading reading) {
    this.kind = kind;
    this.reading = reading;
    this.faults = reading.faults();
  }

  List<TriggerBinding> read(
      String who, Method method, boolean query, Optional<ArgumentCodec> argument) {
    var triggers = new ArrayList<TriggerBinding>();
    OnTopic topic = method.getAnnotation(OnTopic.class);
    if (topic != null) {
      triggers.add(topic(who, topic, argument));
    }
    OnEvents events = method.getAnnotation(OnEvents.class);
    if (events != null) {
      events(who, events).ifPresent(triggers::add);
    }
    OnSchedule schedule = method.getAnnotation(OnSchedule.class);
    if (schedule != null) {
      triggers.add(schedule(who, schedule, argument));
    }
    if (query && !triggers.isEmpty()) {
      faults.add(who + " is a query with a trigger: nothing would come of it. Make it a command.");
    }
    for (TriggerBinding trigger : triggers) {
      reading.syntax().faults(trigger).forEach(fault -> faults.add(who + " " + fault));
    }
    return triggers;
  }

  private TriggerBinding topic(String who, OnTopic topic, Optional<ArgumentCodec> argument) {
    demand(who, "@OnTopic", Capability.TOPICS);
    boolean named = ServiceReader.NAME.matcher(topic.value()).matches();
    if (!named || topic.value().length() > LONGEST_TOPIC) {
      faults.add(
          "%s listens to the topic \"%s\". A topic is lower case words joined by hyphens,"
                  .formatted(who, topic.value())
              + " at most %d characters.".formatted(LONGEST_TOPIC));
    }
    demandFields(who, topic.id(), argument);
    if (!topic.start().equals("now") && !topic.start().equals("beginning")) {
      demandInstant(who, topic.start());
    }
    return new TriggerBinding.Topic(
        topic.value(), topic.id(), topic.filter(), topic.start(), topic.waits());
  }

  /** What names the instance must be in every message, and so in the argument. */
  private void demandFields(String who, String id, Optional<ArgumentCodec> argument) {
    if (id.startsWith("/")) {
      return; // A pointer may go to what the argument leaves out.
    }
    Matcher variable = VARIABLE.matcher(id);
    while (variable.find()) {
      String name = variable.group(1);
      List<String> path = List.of(name.split("\\.", -1));
      if (argument.isEmpty() || !argument.get().holdsText(path)) {
        faults.add(
            "%s takes its id from {%s}, which is no text, number or boolean of its argument. Name"
                    .formatted(who, name)
                + " one of its fields, or write a JSON pointer such as \"/%s\"."
                    .formatted(String.join("/", path)));
      }
    }
  }

  private void demandInstant(String who, String start) {
    try {
      var _ = Instant.parse(start);
    } catch (DateTimeException e) {
      faults.add(
          "%s starts at \"%s\". Write \"now\", \"beginning\" or a time such as"
                  .formatted(who, start)
              + " \"2026-01-31T10:00:00Z\".");
    }
  }

  private Optional<TriggerBinding> events(String who, OnEvents events) {
    demand(who, "@OnEvents", Capability.EVENT_TRIGGERS);
    Service source = events.value().getAnnotation(Service.class);
    if (source == null) {
      faults.add(
          "%s is marked @OnEvents of %s, which is no @Service."
              .formatted(who, events.value().getSimpleName()));
      return Optional.empty();
    }
    return Optional.of(new TriggerBinding.Events(source.value(), events.id()));
  }

  private TriggerBinding schedule(
      String who, OnSchedule schedule, Optional<ArgumentCodec> argument) {
    demand(who, "@OnSchedule", Capability.SCHEDULES);
    if (schedule.id().isEmpty() && kind != Kind.STATELESS) {
      faults.add(who + " is marked @OnSchedule without an id. Say which instance: id = \"…\".");
    }
    if (argument.isPresent()) {
      faults.add(
          who + " is marked @OnSchedule but takes an argument: the calendar has none. Remove it.");
    }
    if (!isZone(schedule.zone())) {
      faults.add(
          "%s has the zone \"%s\", which is not known. Write one such as \"UTC\" or"
                  .formatted(who, schedule.zone())
              + " \"Europe/Berlin\".");
    }
    if (!MISSED.contains(schedule.missed())) {
      faults.add(
          "%s has missed = \"%s\". Write \"once\", \"skip\" or \"all\"."
              .formatted(who, schedule.missed()));
    }
    return new TriggerBinding.Schedule(
        schedule.value(), schedule.zone(), schedule.missed(), schedule.id());
  }

  private static boolean isZone(String zone) {
    try {
      var _ = ZoneId.of(zone);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void demand(String who, String annotation, Capability capability) {
    if (!reading.capabilities().has(capability)) {
      faults.add(who + " is marked " + annotation + ": " + capability.notYet() + ".");
    }
  }
}

package weather;

import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people should know of one station, for as long as it is so. Whether an alert goes on is a
 * question of the times that reports tell; a timer only answers it where no more reports come.
 *
 * @param newest the time of the newest report
 */
@Service("alerts")
public record Alerts(Optional<Instant> newest, Map<Kind, Alert> active) implements Value<Alerts> {
  /** Longer than a day, since some stations report once a day. */
  static final Duration HOLDS = Duration.ofHours(30);

  static final Duration SILENCE = Duration.ofHours(48);

  /** Reasons for an alert. */
  public enum Kind {
    FROST,
    HEAT,
    STORM,
    SILENT
  }

  public record Alert(Instant since, Instant confirmed) {}

  /** What the topic {@code alerts} carries: one begins or ends. */
  public record Notice(String station, Kind kind, boolean begins, Instant time) {}

  public Alerts() {
    this(Optional.empty(), Map.of());
  }

  @Query
  @Allow("anyone")
  @Route("GET /weather/{station}/alerts")
  Alerts alerts() {
    return this;
  }

  @OnTopic(value = Observation.TOPIC, id = "{station}", start = "beginning")
  Effect<Void> observe(Observation observation, Context context) {
    var time = observation.report().time();
    if (newest.filter(known -> !time.isAfter(known)).isPresent()) {
      return reply(); // What is late says nothing about now.
    }
    var seen = kinds(observation.report());
    var next = copy();
    next.remove(Kind.SILENT);
    next.values().removeIf(alert -> !alert.confirmed().plus(HOLDS).isAfter(time));
    for (Kind kind : seen) {
      var since = next.containsKey(kind) ? next.get(kind).since() : time;
      next.put(kind, new Alert(since, time));
    }
    var effect = become(new Alerts(Optional.of(time), next), time, context);
    for (Kind kind : seen) {
      var end = command(Alerts.class, context.id(), Alerts::end, kind);
      effect = effect.schedule(kind.name(), HOLDS, end);
    }
    var fallSilent = command(Alerts.class, context.id(), Alerts::fallSilent);
    return effect.schedule(Kind.SILENT.name(), SILENCE, fallSilent);
  }

  /** Nothing has confirmed it for too long. */
  Effect<Void> end(Kind kind, Context context) {
    var next = copy();
    next.remove(kind);
    return become(new Alerts(newest, next), context.now(), context);
  }

  /** Nothing has come for too long. */
  Effect<Void> fallSilent(Context context) {
    var next = copy();
    next.put(Kind.SILENT, new Alert(context.now(), context.now()));
    return become(new Alerts(newest, next), context.now(), context);
  }

  /** Saves it and tells what is different; an alert that has ended needs no timer. */
  private Effect<Void> become(Alerts next, Instant time, Context context) {
    Effect<Void> effect = save(next);
    for (Kind kind : Kind.values()) {
      var before = since(kind);
      var after = next.since(kind);
      if (before.isPresent() && !before.equals(after)) {
        var end = new Notice(context.id(), kind, false, time);
        effect = effect.publish("alerts", end).cancel(kind.name());
      }
      if (after.isPresent() && !after.equals(before)) {
        effect = effect.publish("alerts", new Notice(context.id(), kind, true, time));
      }
    }
    return effect;
  }

  private Optional<Instant> since(Kind kind) {
    return Optional.ofNullable(active.get(kind)).map(Alert::since);
  }

  private Map<Kind, Alert> copy() {
    var copy = new EnumMap<Kind, Alert>(Kind.class);
    copy.putAll(active);
    return copy;
  }

  private static Set<Kind> kinds(Report report) {
    return switch (report) {
      case Report.Hour hour -> kinds(hour.celsius(), hour.celsius(), hour.windMetresPerSecond());
      case Report.Day day -> kinds(day.lowCelsius(), day.highCelsius(), day.windMetresPerSecond());
    };
  }

  /** Frost below 0 °C, heat from 32 °C on, storm from a mean wind of Beaufort 6 on. */
  private static Set<Kind> kinds(double lowCelsius, double highCelsius, double wind) {
    var kinds = EnumSet.noneOf(Kind.class);
    if (lowCelsius < 0) {
      kinds.add(Kind.FROST);
    }
    if (highCelsius >= 32) {
      kinds.add(Kind.HEAT);
    }
    if (wind >= 10.8) {
      kinds.add(Kind.STORM);
    }
    return kinds;
  }
}

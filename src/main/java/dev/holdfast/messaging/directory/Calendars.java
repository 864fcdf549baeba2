package dev.holdfast.messaging.directory;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Trigger;
import dev.holdfast.triggers.Cron;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Makes calendars of what services declare. */
final class Calendars {
  /** The id by which a service without instances runs on schedule. */
  private static final String NO_INSTANCE = "schedule";

  private Calendars() {}

  static Calendar of(String service, String handler, Trigger.Schedule schedule) {
    String id = schedule.id().isEmpty() ? NO_INSTANCE : schedule.id();
    var call = new HandlerCall(new EntityId(service, id), handler, Json.NULL);
    return new Calendar(service + "." + handler + "." + id, call, new CronTimes(schedule));
  }

  private static final class CronTimes implements Calendar.Times {
    private final Cron cron;
    private final ZoneId zone;
    private final String missed;

    CronTimes(Trigger.Schedule schedule) {
      this.cron = Cron.parse(schedule.cron());
      this.zone = ZoneId.of(schedule.zone());
      this.missed = schedule.missed();
    }

    @Override
    public Optional<Instant> after(Instant time) {
      return cron.next(time, zone);
    }

    @Override
    public Optional<Instant> due(Instant last, Instant now) {
      Optional<Instant> next = cron.next(last, zone).filter(time -> !time.isAfter(now));
      if (next.isEmpty() || missed.equals("all")) {
        return next;
      }
      Optional<Instant> latest = cron.previousOrSame(now, zone);
      return missed.equals("skip")
          ? latest.filter(time -> time.isAfter(now.minus(Calendar.PUNCTUAL)))
          : latest;
    }
  }
}

package dev.holdfast.messaging.courier;

import dev.holdfast.messaging.lanes.LaneSettings;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.Optional;

/** A timer that will go off or does: when it is tried next, and how often it was. */
final class Firing {
  private final EntityId entity;
  private final String name;
  private final long sequence;
  private final Instant due;
  private boolean onItsWay;
  private int tries;
  private int failures;
  private long nextTry;
  private Optional<Origin.GivenUp> givenUp = Optional.empty();

  Firing(EntityId entity, String name, long sequence, Instant due) {
    this.entity = entity;
    this.name = name;
    this.sequence = sequence;
    this.due = due;
  }

  EntityId entity() {
    return entity;
  }

  long sequence() {
    return sequence;
  }

  Instant due() {
    return due;
  }

  TimerKey key() {
    return new TimerKey(entity.key(), name);
  }

  Origin.TimerDue origin() {
    return new Origin.TimerDue(name, sequence, givenUp);
  }

  boolean isReady(Instant now, long millis) {
    return !onItsWay && !due.isAfter(now) && millis >= nextTry;
  }

  void start() {
    onItsWay = true;
  }

  /** Takes a verdict; returns whether it is over. */
  boolean ended(Verdict verdict, LaneSettings settings, long millis) {
    onItsWay = false;
    switch (verdict) {
      case Verdict.Handled _ -> {
        return true;
      }
      case Verdict.TooEarly _ -> failed(settings, millis);
      case Verdict.NotNow _ -> failed(settings, millis);
      case Verdict.Failed(Problem why) -> {
        tries++;
        failed(settings, millis);
        if (tries >= settings.tries()) {
          givenUp = Optional.of(new Origin.GivenUp(why, tries));
        }
      }
      case Verdict.Hopeless(Problem why) -> {
        failed(settings, millis);
        if (givenUp.isEmpty()) {
          givenUp = Optional.of(new Origin.GivenUp(why, tries + 1));
          nextTry = millis;
        }
      }
    }
    return false;
  }

  private void failed(LaneSettings settings, long millis) {
    failures++;
    nextTry = millis + settings.pause(failures);
  }
}

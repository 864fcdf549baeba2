package dev.holdfast.cli.faults.bank;

import dev.holdfast.cli.faults.bank.BankRow.Place;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.Breach.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What became of one transfer, step by step; a step counts how often it was taken.
 *
 * <pre>
 *   debited ──► credited | refunded
 *   debited ──► offered ──► claimed ──► credited | given back ──► refunded
 *                      └──► expired ──► refunded
 * </pre>
 */
final class Story {
  private final long id;
  private final Map<Step, Integer> steps = new EnumMap<>(Step.class);
  private final Map<Step, Place> places = new EnumMap<>(Step.class);
  private Optional<Payment> payment = Optional.empty();
  private Optional<Payment> other = Optional.empty();
  private Instant offeredAt = Instant.MAX;
  private Instant expiredAt = Instant.MIN;

  /** What one commit of an account or a pending transfer says of it. */
  enum Step {
    DEBITED,
    OFFERED,
    CLAIMED,
    EXPIRED,
    GIVEN_BACK,
    CREDITED,
    REFUNDED
  }

  Story(long id) {
    this.id = id;
  }

  void take(Step step, BankRow row) {
    steps.merge(step, 1, Integer::sum);
    places.put(step, row.place());
    if (step == Step.OFFERED) {
      offeredAt = row.commit().time();
    } else if (step == Step.EXPIRED) {
      expiredAt = row.commit().time();
    }
  }

  /** Each step tells the same. */
  void tells(Payment told) {
    if (payment.isEmpty()) {
      payment = Optional.of(told);
    } else if (!payment.get().equals(told)) {
      other = Optional.of(told);
    }
  }

  long id() {
    return id;
  }

  int times(Step step) {
    return steps.getOrDefault(step, 0);
  }

  boolean isDebited() {
    return times(Step.DEBITED) > 0;
  }

  boolean isHeld() {
    return payment.map(Payment::held).orElse(true);
  }

  /** Whether the money is neither here nor there. */
  boolean isOpen() {
    return isDebited() && times(Step.CREDITED) + times(Step.REFUNDED) == 0;
  }

  long cents() {
    return payment.map(Payment::cents).orElse(0L);
  }

  /** How long after its offer it expired; empty if it did not. */
  Optional<Duration> expiredAfter() {
    return times(Step.OFFERED) > 0 && times(Step.EXPIRED) > 0
        ? Optional.of(Duration.between(offeredAt, expiredAt))
        : Optional.empty();
  }

  Optional<Place> lastPlace() {
    return places.values().stream().reduce((_, later) -> later);
  }

  void check(BiConsumer<Kind, String> found) {
    int ends = times(Step.CREDITED) + times(Step.REFUNDED);
    if (!isDebited()) {
      found.accept(Kind.NOWHERE, "nobody was debited");
    }
    if (other.isPresent()) {
      found.accept(Kind.NOWHERE, payment.orElseThrow() + " became " + other.get());
    }
    if (times(Step.DEBITED) > 1 || ends > 1) {
      found.accept(Kind.DOUBLED, "a step was taken twice");
    }
    if (isDebited() && ends == 0) {
      found.accept(Kind.UNDELIVERED, "the money is under way for ever");
    }
    if (isHeld()) {
      checkHeld(found);
    }
  }

  private void checkHeld(BiConsumer<Kind, String> found) {
    int timer = times(Step.EXPIRED);
    int claims = times(Step.CLAIMED);
    if (times(Step.OFFERED) > 1 || claims > 1 || times(Step.GIVEN_BACK) > 1) {
      found.accept(Kind.DOUBLED, "a step at the pending transfer was taken twice");
    }
    if (timer > 1) {
      found.accept(Kind.MISTIMED, "the timer went off " + timer + " times");
    } else if (timer == 1 && claims > 0) {
      found.accept(Kind.MISTIMED, "the timer went off though it was claimed");
    } else if (timer == 0 && claims == 0 && times(Step.OFFERED) > 0) {
      found.accept(Kind.MISTIMED, "the timer did not go off and nobody claimed it");
    }
  }

  Breach breach(Kind kind, String detail) {
    return new Breach(kind, "bank-account", "transfer " + id + ": " + detail + "; " + this);
  }

  @Override
  public String toString() {
    var text = new StringBuilder(payment.map(Payment::toString).orElse("of unknown amount"));
    steps.forEach(
        (step, times) ->
            text.append(", ")
                .append(step)
                .append(times > 1 ? " " + times + " times" : "")
                .append(" at ")
                .append(places.get(step)));
    return text.toString();
  }
}

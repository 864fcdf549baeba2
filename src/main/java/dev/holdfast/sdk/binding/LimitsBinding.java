package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@link Limits} says, the handler's over its service's; empty where neither does. */
public record LimitsBinding(
    Optional<Duration> deadline, Optional<Integer> queue, Optional<Integer> bodyBytes) {
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");

  /** Merges two annotations, of which the first wins. */
  static LimitsBinding of(@Nullable Limits handler, @Nullable Limits service) {
    LimitsBinding mine = of(handler);
    LimitsBinding common = of(service);
    return new LimitsBinding(
        mine.deadline.or(() -> common.deadline),
        mine.queue.or(() -> common.queue),
        mine.bodyBytes.or(() -> common.bodyBytes));
  }

  private static LimitsBinding of(@Nullable Limits limits) {
    if (limits == null) {
      return new LimitsBinding(Optional.empty(), Optional.empty(), Optional.empty());
    }
    return new LimitsBinding(
        limits.deadline().isEmpty() ? Optional.empty() : time(limits.deadline()),
        limits.queue() > 0 ? Optional.of(limits.queue()) : Optional.empty(),
        limits.bodyBytes() > 0 ? Optional.of(limits.bodyBytes()) : Optional.empty());
  }

  /** Whether an annotation can be read at all. */
  static boolean isValid(Limits limits) {
    boolean timed = limits.deadline().isEmpty() || time(limits.deadline()).isPresent();
    return timed && limits.queue() >= 0 && limits.bodyBytes() >= 0;
  }

  private static Optional<Duration> time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }
}

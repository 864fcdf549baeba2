import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes messages and remembers how long they were on their way, in steps of half a millisecond, and
 * how often one came after a later one of the same sender.
 */
@Service("sink")
@Allow("anyone")
public record Sink(
    @Query long taken, @Query Map<Integer, Integer> delays, @Query long disorder, long last)
    implements Entity<Sink, Sink.Event> {
  private static final int STEP_MICROS = 500;
  private static final int LONGEST = 4_000;

  public sealed interface Event {}

  /** One along the lane of sends, or of a topic. */
  public record Taken(int delay, long sentMicros, boolean send) implements Event {}

  public Sink() {
    this(0, Map.of(), 0, 0);
  }

  Effect<Void> take(long sentMicros, Context context) {
    return took(sentMicros, true, context);
  }

  @OnTopic("bench")
  Effect<Void> first(long sentMicros, Context context) {
    return took(sentMicros, false, context);
  }

  @OnTopic("bench")
  Effect<Void> second(long sentMicros, Context context) {
    return took(sentMicros, false, context);
  }

  @OnTopic("bench")
  Effect<Void> third(long sentMicros, Context context) {
    return took(sentMicros, false, context);
  }

  private Effect<Void> took(long sentMicros, boolean send, Context context) {
    long now = context.now().getEpochSecond() * 1_000_000 + context.now().getNano() / 1_000;
    long steps = Math.max(0, now - sentMicros) / STEP_MICROS;
    return persist(new Taken((int) Math.min(LONGEST, steps), sentMicros, send));
  }

  @Override
  public Sink apply(Event event) {
    return switch (event) {
      case Taken(int delay, long sentMicros, boolean send) -> {
        var next = new TreeMap<>(delays);
        next.merge(delay, 1, Integer::sum);
        boolean late = send && sentMicros < last;
        yield new Sink(taken + 1, next, disorder + (late ? 1 : 0), send ? sentMicros : last);
      }
    };
  }
}

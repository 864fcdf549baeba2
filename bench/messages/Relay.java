import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.time.Duration;

/** Sends on what it is asked: every call is a commit with one message. */
@Service("relay")
@Allow("anyone")
public record Relay(@Query long relayed) implements Entity<Relay, Relay.Event> {
  public sealed interface Event {}

  public record Relayed() implements Event {}

  public Relay() {
    this(0);
  }

  /** A durable send to the sink of the same id. */
  Effect<Void> send(int any, Context context) {
    return persist(new Relayed())
        .send(command(Sink.class, context.id(), Sink::take, micros(context)));
  }

  /** A message for a topic with three subscriptions. */
  Effect<Void> publish(int any, Context context) {
    return persist(new Relayed()).publish("bench", micros(context));
  }

  /** The same commit without a message. */
  Effect<Void> keep(int any) {
    return persist(new Relayed());
  }

  /** So many timers, due in an hour and more. */
  Effect<Void> plant(int timers, Context context) {
    Effect<Void> effect = persist(new Relayed());
    for (int i = 0; i < timers; i++) {
      effect =
          effect.schedule(
              "t" + i,
              Duration.ofSeconds(3_600 + i),
              command(Relay.class, context.id(), Relay::keep, 1));
    }
    return effect;
  }

  /** One timer that is due soon. */
  Effect<Void> soon(int seconds, Context context) {
    return persist(new Relayed())
        .schedule(
            "soon",
            Duration.ofSeconds(seconds),
            command(
                Sink.class,
                context.id(),
                Sink::take,
                micros(context) + Duration.ofSeconds(seconds).toNanos() / 1_000));
  }

  private static long micros(Context context) {
    return context.now().getEpochSecond() * 1_000_000 + context.now().getNano() / 1_000;
  }

  @Override
  public Relay apply(Event event) {
    return new Relay(relayed + 1);
  }
}

package talk;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sends, publishes and schedules, rightly and wrongly. */
@Service("account")
public record Account(@Query long balance) implements Entity<Account, Account.Event> {
  public record Transfer(String to, long cents) {}

  public sealed interface Event {}

  public record Withdrawn(Transfer transfer) implements Event {}

  enum Colour {
    RED
  }

  public Account() {
    this(0);
  }

  Effect<Long> transfer(Transfer transfer) {
    return persist(new Withdrawn(transfer))
        .send(
            Call.command(Account.class, transfer.to(), Account::deposit, transfer.cents())
                .otherwise(Account::refund, transfer))
        .publish("transfers", transfer)
        .publish("transfers", transfer.to(), Map.of("cents", transfer.cents()))
        .schedule("late", Duration.ofDays(2), Call.command(Account.class, "me", Account::close))
        .cancel("early")
        .reply(Account::balance);
  }

  Effect<Void> deposit(long cents) {
    return reply();
  }

  Effect<Void> refund(Transfer transfer) {
    return reply();
  }

  Effect<Void> close() {
    return reply();
  }

  Effect<Void> at(Instant time) {
    return reply().schedule("close", time, closing());
  }

  Effect<Void> after(Duration time) {
    return reply().schedule("close", time, closing());
  }

  Effect<Void> timer(String name) {
    return reply().cancel(name);
  }

  Effect<Void> to(String id) {
    return reply().send(Call.command(Account.class, id, Account::close));
  }

  Effect<Void> topic(String name) {
    return reply().publish(name, Colour.RED);
  }

  Effect<Void> key(String key) {
    return reply().publish("transfers", key, List.of(1, 2));
  }

  Effect<Void> payload() {
    return reply().publish("transfers", Double.NaN);
  }

  Effect<Void> stranger() {
    return reply().publish("transfers", new ThreadLocal<String>());
  }

  Effect<Void> many(int count, Context context) {
    Effect<Void> effect = reply();
    for (int i = 0; i < count; i++) {
      effect = effect.send(Call.command(Account.class, "a" + i, Account::close));
    }
    return effect;
  }

  Effect<Void> named(String handler) {
    return reply().send(Call.named("account", "ben", handler, 1, Void.class));
  }

  Effect<Void> abroad(String service) {
    return reply().send(Call.named(service, "ben", "anything", new Transfer("x", 1), Void.class));
  }

  Effect<Void> back() {
    return reply()
        .send(
            Call.command(Account.class, "ben", Account::close)
                .otherwise(Listener::hear, new Transfer("x", 1)));
  }

  private static Call<Void> closing() {
    return Call.command(Account.class, "me", Account::close);
  }

  @Override
  public Account apply(Event event) {
    return switch (event) {
      case Withdrawn(Transfer transfer) -> new Account(balance - transfer.cents());
    };
  }
}

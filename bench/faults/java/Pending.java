import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;
import java.time.Duration;
import java.util.Optional;

/**
 * One transfer that its receiver has to claim before a timer returns it.
 *
 * <p>Nothing here looks whether the timer should have gone off: if one does that was cancelled, or
 * twice, money comes out of nowhere.
 */
@Service("bank-pending")
@Allow("anyone")
public record Pending(Optional<Account.Payment> payment, @Query boolean over)
    implements Entity<Pending, Pending.Event> {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String RETURN = "return";

  public sealed interface Event {}

  public record Offered(Account.Payment payment) implements Event {}

  public record Claimed(long id) implements Event {}

  public record Expired(long id) implements Event {}

  public record GivenBack(long id) implements Event {}

  public enum Problem implements Rejection {
    NOT_THERE,
    OVER
  }

  public Pending() {
    this(Optional.empty(), false);
  }

  Effect<Void> offer(Account.Payment offered, Context context) {
    return persist(new Offered(offered))
        .schedule(RETURN, PATIENCE, command(Pending.class, context.id(), Pending::expire));
  }

  Effect<Void> claim() {
    if (over) {
      return reject(Problem.OVER, "It is claimed or returned already.");
    }
    if (payment.isEmpty()) {
      return reject(Problem.NOT_THERE, "There is nothing to claim yet.");
    }
    Account.Payment claimed = payment.get();
    return persist(new Claimed(claimed.id()))
        .cancel(RETURN)
        .send(
            command(Account.class, claimed.to(), Account::credit, claimed)
                .otherwise(Pending::giveBack));
  }

  /** By the timer. */
  Effect<Void> expire() {
    Account.Payment expired = payment.orElseThrow();
    return persist(new Expired(expired.id()))
        .send(command(Account.class, expired.from(), Account::refund, expired));
  }

  /** The receiver is closed. */
  Effect<Void> giveBack() {
    Account.Payment refused = payment.orElseThrow();
    return persist(new GivenBack(refused.id()))
        .send(command(Account.class, refused.from(), Account::refund, refused));
  }

  @Override
  public Pending apply(Event event) {
    return switch (event) {
      case Offered(Account.Payment offered) -> new Pending(Optional.of(offered), false);
      case Claimed _, Expired _, GivenBack _ -> new Pending(payment, true);
    };
  }
}

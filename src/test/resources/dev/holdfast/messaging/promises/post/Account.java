package post;

import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;

/** Money that must neither vanish nor appear, whatever crashes. */
@Service("account")
@Allow("anyone")
public record Account(@Query long balance, boolean closed)
    implements Entity<Account, Account.Event> {
  public record Transfer(String to, long cents) {}

  public sealed interface Event {}

  public record Deposited(long cents) implements Event {}

  public record Withdrawn(long cents) implements Event {}

  public record Closed() implements Event {}

  public enum Problem implements Rejection {
    INSUFFICIENT_FUNDS,
    CLOSED
  }

  public Account() {
    this(0, false);
  }

  Effect<Void> transfer(Transfer transfer) {
    if (transfer.cents() > balance) {
      return reject(Problem.INSUFFICIENT_FUNDS, "Balance: " + balance);
    }
    return persist(new Withdrawn(transfer.cents()))
        .send(
            command(Account.class, transfer.to(), Account::deposit, transfer.cents())
                .otherwise(Account::refund, transfer.cents()));
  }

  Effect<Void> deposit(long cents) {
    return closed ? reject(Problem.CLOSED, "It is closed.") : persist(new Deposited(cents));
  }

  Effect<Void> refund(long cents) {
    return persist(new Deposited(cents));
  }

  Effect<Void> close() {
    return persist(new Closed());
  }

  @Override
  public Account apply(Event event) {
    return switch (event) {
      case Deposited(long cents) -> new Account(balance + cents, closed);
      case Withdrawn(long cents) -> new Account(balance - cents, closed);
      case Closed _ -> new Account(balance, true);
    };
  }
}

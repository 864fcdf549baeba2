package dev.holdfast.sdk.examples;

import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;

/** An entity that sends durable calls. */
@Service("account")
public record Account(@Query long balance, boolean closed)
    implements Entity<Account, Account.Event> {
  public record Transfer(String to, long cents) {}

  public sealed interface Event {}

  public record Deposited(long cents) implements Event {}

  public record Withdrawn(Transfer transfer) implements Event {}

  public record Refunded(Transfer transfer) implements Event {}

  public record Closed() implements Event {}

  public enum Problem implements Rejection {
    NOT_POSITIVE,
    INSUFFICIENT_FUNDS,
    CLOSED
  }

  public Account() {
    this(0, false);
  }

  Effect<Void> transfer(Transfer transfer) {
    if (transfer.cents() <= 0) return reject(Problem.NOT_POSITIVE, "Send at least one cent.");
    if (transfer.cents() > balance)
      return reject(Problem.INSUFFICIENT_FUNDS, "Balance: " + balance);
    return persist(new Withdrawn(transfer))
        .send(
            command(Account.class, transfer.to(), Account::deposit, transfer.cents())
                .otherwise(Account::refund, transfer));
  }

  Effect<Void> deposit(long cents) {
    if (cents <= 0) return reject(Problem.NOT_POSITIVE, "Deposit at least one cent.");
    if (closed) return reject(Problem.CLOSED, "The account is closed.");
    return persist(new Deposited(cents));
  }

  @Allow("service:account")
  Effect<Void> refund(Transfer transfer) {
    return persist(new Refunded(transfer));
  }

  Effect<Void> close() {
    return closed ? reply() : persist(new Closed());
  }

  @Override
  public Account apply(Event event) {
    return switch (event) {
      case Deposited(long cents) -> new Account(balance + cents, closed);
      case Withdrawn(Transfer transfer) -> new Account(balance - transfer.cents(), closed);
      case Refunded(Transfer transfer) -> new Account(balance + transfer.cents(), closed);
      case Closed _ -> new Account(balance, true);
    };
  }
}

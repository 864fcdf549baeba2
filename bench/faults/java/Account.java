import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;
import java.util.HashMap;
import java.util.Map;

/**
 * Money on its way: a debit and the message that becomes the credit are one commit.
 *
 * @param postings debits, credits and refunds so far
 * @param sent transfers so far, by receiver
 */
@Service("bank-account")
@Allow("anyone")
public record Account(@Query long read, long postings, boolean closed, Map<String, Long> sent)
    implements Entity<Account, Account.Event> {
  private static final long OPENING = 10_000;
  private static final String POSTINGS = "bank-postings";

  /** What a caller wants; the id is used once in a run. */
  public record Order(long id, String to, long cents) {}

  /** What is sent; numbered from 1 for each pair, 0 for one that has to be claimed. */
  public record Payment(long id, String from, String to, long cents, long number) {}

  /** For the mirror: what an account did, numbered from 1. */
  public record Posting(String account, long number, long cents) {}

  public sealed interface Event {}

  public record Debited(Payment payment) implements Event {}

  public record Credited(Payment payment) implements Event {}

  public record Refunded(Payment payment) implements Event {}

  public record Closed() implements Event {}

  public record Opened() implements Event {}

  public enum Problem implements Rejection {
    INSUFFICIENT_FUNDS,
    CLOSED
  }

  public Account() {
    this(OPENING, 0, false, Map.of());
  }

  Effect<Void> transfer(Order order, Context context) {
    long number = sent.getOrDefault(order.to(), 0L) + 1;
    Payment payment = payment(order, number, context);
    return debit(
        payment,
        command(Account.class, order.to(), Account::credit, payment)
            .otherwise(Account::refund, payment));
  }

  /** The receiver has to claim it, else it comes back. */
  Effect<Void> hold(Order order, Context context) {
    Payment payment = payment(order, 0, context);
    return debit(payment, command(Pending.class, "t" + order.id(), Pending::offer, payment));
  }

  private static Payment payment(Order order, long number, Context context) {
    return new Payment(order.id(), context.id(), order.to(), order.cents(), number);
  }

  private Effect<Void> debit(Payment payment, Call<Void> then) {
    return payment.cents() > read
        ? reject(Problem.INSUFFICIENT_FUNDS, "The balance is " + read)
        : persist(new Debited(payment))
            .publish(POSTINGS, new Posting(payment.from(), postings + 1, -payment.cents()))
            .send(then);
  }

  Effect<Void> credit(Payment payment) {
    return closed
        ? reject(Problem.CLOSED, "The account is closed.")
        : persist(new Credited(payment))
            .publish(POSTINGS, new Posting(payment.to(), postings + 1, payment.cents()));
  }

  Effect<Void> refund(Payment payment) {
    return persist(new Refunded(payment))
        .publish(POSTINGS, new Posting(payment.from(), postings + 1, payment.cents()));
  }

  Effect<Void> close() {
    return closed ? reply() : persist(new Closed());
  }

  Effect<Void> open() {
    return closed ? persist(new Opened()) : reply();
  }

  @Override
  public Account apply(Event event) {
    return switch (event) {
      case Debited(Payment payment) -> {
        Map<String, Long> next = sent;
        if (payment.number() > 0) {
          next = new HashMap<>(sent);
          next.put(payment.to(), payment.number());
        }
        yield new Account(read - payment.cents(), postings + 1, closed, next);
      }
      case Credited(Payment payment) -> plus(payment.cents());
      case Refunded(Payment payment) -> plus(payment.cents());
      case Closed _ -> new Account(read, postings, true, sent);
      case Opened _ -> new Account(read, postings, false, sent);
    };
  }

  private Account plus(long cents) {
    return new Account(read + cents, postings + 1, closed, sent);
  }
}

package dev.holdfast.cli.faults.bank;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commits of a bank, written down by hand. */
final class Journal {
  private final Ledger ledger = new Ledger();
  private long offset;

  Ledger ledger() {
    return ledger;
  }

  /** A payment of 5 from {@code a} to {@code b}. */
  static Payment payment(long id, long number) {
    return new Payment(id, "a", "b", 5, number);
  }

  Journal debited(Payment payment) {
    return account("a", "Debited", payment);
  }

  Journal credited(Payment payment) {
    return account("b", "Credited", payment);
  }

  Journal refunded(Payment payment) {
    return account("a", "Refunded", payment);
  }

  Journal account(String account, String type, Payment payment) {
    return commit("bank-account/" + account, type, "{\"payment\":" + json(payment) + "}");
  }

  Journal offered(Payment payment) {
    return pending(payment, "Offered");
  }

  Journal pending(Payment payment, String type) {
    String data = "{\"id\":%d,\"payment\":%s}".formatted(payment.id(), json(payment));
    return commit("bank-pending/t" + payment.id(), type, data);
  }

  Journal noted(String account, long number, long cents) {
    String data = "{\"number\":%d,\"cents\":%d}".formatted(number, cents);
    return commit("bank-mirror/" + account, "Noted", data);
  }

  Journal ticked(long second) {
    var cause = Cause.message("cron tick", new MessageId(3, second, 0));
    return commit("bank-clock/clock", Optional.of(cause), "Ticked", "{}", Outbox.EMPTY);
  }

  Journal parked(Payment payment) {
    var message =
        new ParkedMessage(
            new HandlerCall(new EntityId("bank-account", "b"), "credit", Json.of(json(payment))),
            Optional.empty(),
            "",
            new MessageId(3, 1, 0),
            Caller.ANONYMOUS,
            ProblemCode.HANDLER_FAILED.problem("It failed."),
            5,
            false);
    List<ParkingChange> parking = List.of(new ParkingChange.Parked(message));
    var outbox = new Outbox(List.of(), List.of(), List.of(), parking);
    return commit("bank-account/b", Optional.empty(), "Closed", "{}", outbox);
  }

  private Journal commit(String entity, String type, String data) {
    return commit(entity, Optional.empty(), type, data, Outbox.EMPTY);
  }

  private Journal commit(
      String entity, Optional<Cause> cause, String type, String data, Outbox outbox) {
    offset++;
    var commit =
        new Commit(
            cause,
            "handler",
            List.of(new EventData(type, 1, Json.of(data))),
            Json.NULL,
            Caller.ANONYMOUS,
            Instant.EPOCH.plusSeconds(offset),
            "v1",
            outbox,
            Optional.empty());
    ledger.apply(new BankRow(new BankRow.Place(3, offset), entity, commit));
    return this;
  }

  private static String json(Payment payment) {
    return "{\"id\":%d,\"from\":\"%s\",\"to\":\"%s\",\"cents\":%d,\"number\":%d}"
        .formatted(payment.id(), payment.from(), payment.to(), payment.cents(), payment.number());
  }
}

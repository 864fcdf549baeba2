package dev.holdfast.cli.faults.bank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.cli.faults.bank.Story.Step;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.Breach.Kind;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the journals of the bank amount to, commit by commit.
 *
 * <p>Invariant: the commits of one entity come in their order; those of different ones in any. So
 * what concerns several is decided in the end, what concerns one at once.
 */
final class Ledger {
  static final String ACCOUNT = "bank-account/";
  static final String PENDING = "bank-pending/";
  static final String MIRROR = "bank-mirror/";
  static final String CLOCK = "bank-clock/";

  private final JsonMapper json = new JsonMapper();
  private final Map<String, Book> books = new TreeMap<>();
  private final Map<Long, Story> stories = new HashMap<>();
  private final Map<Long, Story> open = new TreeMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private long ticks;
  private long lastTick;

  void apply(BankRow row) {
    for (ParkingChange change : row.commit().outbox().parking()) {
      if (change instanceof ParkingChange.Parked(ParkedMessage message)) {
        add(Kind.PARKED, row, "%s: %s".formatted(message.call(), message.problem().detail()));
      }
    }
    for (EventData event : row.commit().events()) {
      JsonNode data = read(event);
      String type = event.type();
      if (row.entity().startsWith(ACCOUNT)) {
        account(row, type, data);
      } else if (row.entity().startsWith(PENDING)) {
        pending(row, type, data);
      } else if (row.entity().startsWith(MIRROR)) {
        mirror(row, data.path("number").asLong(), data.path("cents").asLong());
      } else if (row.entity().startsWith(CLOCK)) {
        tick(row);
      }
    }
  }

  private JsonNode read(EventData event) {
    try {
      return json.readTree(event.data().utf8());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void account(BankRow row, String type, JsonNode data) {
    Payment payment = Payment.of(data.path("payment"));
    Book book = book(row.entity().substring(ACCOUNT.length()));
    switch (type) {
      case "Debited" -> {
        story(payment.id(), Step.DEBITED, row).tells(payment);
        book.post(-payment.cents());
        if (!payment.held() && book.sent(payment.to(), payment.number()) != payment.number() - 1) {
          add(Kind.FOLD, row, payment + " has not the next number");
        }
        if (book.balance() < 0) {
          add(Kind.MONEY, row, "overdrawn by " + payment);
        }
      }
      case "Credited" -> {
        boolean again = again(payment.id());
        story(payment.id(), Step.CREDITED, row).tells(payment);
        book.post(payment.cents());
        if (!payment.held() && !again) {
          inOrder(row, payment, book.received(payment.from(), payment.number()));
        }
      }
      case "Refunded" -> {
        boolean again = again(payment.id());
        story(payment.id(), Step.REFUNDED, row).tells(payment);
        book.post(payment.cents());
        if (!payment.held() && !again) {
          inOrder(row, payment, book.refunded(payment.to(), payment.number()));
        }
      }
      case "Closed", "Opened" -> {
        // Says nothing of money.
      }
      default -> throw new IllegalArgumentException("An account has no event " + type);
    }
  }

  /** What comes twice is complained of as such. */
  private boolean again(long id) {
    Story story = stories.get(id);
    return story != null && story.times(Step.CREDITED) + story.times(Step.REFUNDED) > 0;
  }

  private void inOrder(BankRow row, Payment payment, long before) {
    if (payment.number() <= before) {
      add(Kind.OVERTAKEN, row, "%s came after number %d".formatted(payment, before));
    }
  }

  private void pending(BankRow row, String type, JsonNode data) {
    switch (type) {
      case "Offered" -> {
        Payment payment = Payment.of(data.path("payment"));
        story(payment.id(), Step.OFFERED, row).tells(payment);
      }
      case "Claimed" -> story(data.path("id").asLong(), Step.CLAIMED, row);
      case "Expired" -> story(data.path("id").asLong(), Step.EXPIRED, row);
      case "GivenBack" -> story(data.path("id").asLong(), Step.GIVEN_BACK, row);
      default -> throw new IllegalArgumentException("A pending transfer has no event " + type);
    }
  }

  private void mirror(BankRow row, long number, long cents) {
    String account = row.entity().substring(MIRROR.length());
    long before = book(account).mirror(number, cents);
    if (number <= before) {
      add(Kind.DOUBLED, row, "posting %d was noted after %d".formatted(number, before));
    } else if (number > before + 1) {
      add(Kind.OVERTAKEN, row, "posting %d was noted next after %d".formatted(number, before));
    }
  }

  /** A run is known by the second it is for. */
  private void tick(BankRow row) {
    long second = row.commit().cause().map(Cause::messageId).orElseThrow().offset();
    if (ticks > 0 && second != lastTick + 1) {
      add(Kind.MISTIMED, row, "second %d came after %d".formatted(second, lastTick));
    }
    ticks++;
    lastTick = second;
  }

  private Story story(long id, Step step, BankRow row) {
    Story story = stories.computeIfAbsent(id, Story::new);
    story.take(step, row);
    if (story.isOpen()) {
      open.put(id, story);
    } else {
      open.remove(id);
    }
    return story;
  }

  private Book book(String account) {
    return books.computeIfAbsent(account, _ -> new Book());
  }

  private void add(Kind kind, BankRow row, String detail) {
    breaches.add(new Breach(kind, row.entity(), detail + ", at " + row.place()));
  }

  Map<String, Book> books() {
    return books;
  }

  Map<Long, Story> stories() {
    return stories;
  }

  /** Transfers whose money is neither here nor there. */
  Collection<Story> open() {
    return open.values();
  }

  /** Postings that mirrors have not heard of. */
  long unmirrored() {
    return books.values().stream().mapToLong(book -> book.postings() - book.mirrored()).sum();
  }

  long ticks() {
    return ticks;
  }

  /** The last second that the clock has counted, since 1970. */
  long lastTick() {
    return lastTick;
  }

  /** What was found on the way. */
  List<Breach> breaches() {
    return breaches;
  }
}

package dev.holdfast.cli.faults.bank;

import java.util.HashMap;
import java.util.Map;

/** One account as its journal has it, and what its mirror made of it. */
final class Book {
  static final long OPENING = 10_000;

  private final Map<String, Long> sent = new HashMap<>();
  private final Map<String, Long> received = new HashMap<>();
  private final Map<String, Long> refunded = new HashMap<>();
  private long balance = OPENING;
  private long lowest = OPENING;
  private long postings;
  private long mirrored;
  private long mirroredCents;

  void post(long cents) {
    balance += cents;
    lowest = Math.min(lowest, balance);
    postings++;
  }

  /** The number that was last sent to an account before this one. */
  long sent(String to, long number) {
    return last(sent, to, number);
  }

  /** The number that last came from an account before this one. */
  long received(String from, long number) {
    return last(received, from, number);
  }

  /** The number that last came back from an account before this one. */
  long refunded(String to, long number) {
    return last(refunded, to, number);
  }

  private static long last(Map<String, Long> numbers, String other, long number) {
    Long before = numbers.put(other, number);
    return before == null ? 0 : before;
  }

  /** The number of the posting that its mirror noted before this one. */
  long mirror(long number, long cents) {
    long before = mirrored;
    mirrored = number;
    mirroredCents += cents;
    return before;
  }

  long balance() {
    return balance;
  }

  long lowest() {
    return lowest;
  }

  long postings() {
    return postings;
  }

  long mirrored() {
    return mirrored;
  }

  /** What the mirror thinks the account has. */
  long mirroredBalance() {
    return OPENING + mirroredCents;
  }
}

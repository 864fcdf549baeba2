package dev.holdfast.cli.faults.check;

import java.util.List;

/** Operations of one entity, written down by hand; times are small numbers. */
final class Told {
  static final String LIST = "fault-list/a";
  static final String REGISTER = "fault-register/a";

  private Told() {}

  static Operation append(long from, long to, long value, Outcome outcome) {
    return keyed(from, to, "", value, outcome);
  }

  static Operation keyed(long from, long to, String key, long value, Outcome outcome) {
    return new Operation(1, LIST, new Action.Append(value), key, 1, "", from, to, outcome);
  }

  static Operation read(long from, long to, Long... values) {
    return list(from, to, true, values);
  }

  static Operation bounded(long from, long to, Long... values) {
    return list(from, to, false, values);
  }

  static Operation verified(long from, Long... values) {
    return new Operation(
        Operation.VERIFIER,
        LIST,
        new Action.ReadList(true),
        "",
        1,
        "",
        from,
        from + 1,
        new Outcome.Listed(List.of(values)));
  }

  private static Operation list(long from, long to, boolean strong, Long... values) {
    var outcome = new Outcome.Listed(List.of(values));
    return new Operation(1, LIST, new Action.ReadList(strong), "", 1, "", from, to, outcome);
  }

  static Operation write(long from, long to, long value, Outcome outcome) {
    return register(from, to, new Action.Write(value), outcome);
  }

  static Operation swap(long from, long to, long expected, long value, Outcome outcome) {
    return register(from, to, new Action.Swap(expected, value), outcome);
  }

  static Operation value(long from, long to, long value) {
    return register(from, to, new Action.ReadValue(true), new Outcome.Value(value));
  }

  private static Operation register(long from, long to, Action action, Outcome outcome) {
    return new Operation(1, REGISTER, action, "k", 1, "", from, to, outcome);
  }

  static Outcome at(int position) {
    return new Outcome.Appended(position);
  }

  static Outcome done() {
    return new Outcome.Done();
  }

  static Outcome unknown() {
    return new Outcome.Unknown("no answer");
  }

  static Outcome failed() {
    return new Outcome.Failed("not-ready");
  }

  static Outcome mismatch(long actual) {
    return new Outcome.Mismatch(actual);
  }
}

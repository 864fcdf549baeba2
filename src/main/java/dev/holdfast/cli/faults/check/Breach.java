package dev.holdfast.cli.faults.check;

/** One broken promise, with what shows it. */
public record Breach(Kind kind, String entity, String detail) {
  /** Which promise. */
  public enum Kind {
    LOST("acknowledged and lost"),
    DOUBLED("applied twice"),
    NOWHERE("from nowhere"),
    REFUSED("refused and yet written"),
    CONTRADICTED("answered differently the second time"),
    ORDER("not linearizable"),
    UNCOMMITTED("read and never committed"),
    JOURNAL("damage in the journal"),
    FOLD("the service and its journal differ"),
    MONEY("money appeared or vanished"),
    UNDELIVERED("sent and not handled"),
    OVERTAKEN("handled out of order"),
    PARKED("parked though nothing was wrong with it"),
    MISTIMED("a timer or schedule went off too often, or not at all"),
    UNHEALED("not healed"),
    MOSTLY_FAILED("too little succeeded");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  @Override
  public String toString() {
    return kind.words() + (entity.isEmpty() ? "" : ": " + entity) + ": " + detail;
  }
}

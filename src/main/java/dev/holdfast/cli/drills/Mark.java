package dev.holdfast.cli.drills;

/** How what was reached stands to its bound. */
enum Mark {
  KEPT("ok"),
  /** Beyond the bound, but by no more than two runs differ on a busy machine. */
  CLOSE("close"),
  MISSED("MISSED");

  /** Two runs of the same differ by this much. */
  private static final double NOISE = 1.1;

  private final String text;

  Mark(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Mark atMost(double bound, double reached) {
    if (reached <= bound) {
      return KEPT;
    }
    return reached <= bound * NOISE ? CLOSE : MISSED;
  }

  static Mark of(boolean holds) {
    return holds ? KEPT : MISSED;
  }

  Mark and(Mark other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

package dev.holdfast.cli.demo;

import java.util.Locale;

/**
 * How far a feed has come, as one line for people.
 *
 * @param nanos since the feed began
 */
record Progress(long done, long total, long nanos) {
  private static final int WIDEST_BAR = 40;

  /** Such as {@code 1,520 of 11,681 (13 %), 1,904/s, 5 s left}. */
  String text() {
    return String.format(
        Locale.ROOT, "%,d of %,d (%d %%), %,d/s%s", done, total, percent(), rate(), left());
  }

  /** The text behind a bar, cut to the width of the terminal. */
  String bar(int columns) {
    String text = text();
    int width = Math.min(WIDEST_BAR, columns - text.length() - 4);
    if (width < 5) {
      return text.substring(0, Math.min(text.length(), Math.max(1, columns - 1)));
    }
    int full = total == 0 ? width : (int) (width * done / total);
    return "[" + "#".repeat(full) + "-".repeat(width - full) + "] " + text;
  }

  private long percent() {
    return total == 0 ? 100 : 100 * done / total;
  }

  private long rate() {
    return nanos == 0 ? 0 : Math.round(done * 1e9 / nanos);
  }

  private String left() {
    if (done == 0 || done >= total) {
      return "";
    }
    double seconds = (total - done) * (nanos / 1e9 / done);
    return seconds < 60
        ? ", " + Math.round(Math.ceil(seconds)) + " s left"
        : ", " + Math.round(seconds / 60) + " min left";
  }
}

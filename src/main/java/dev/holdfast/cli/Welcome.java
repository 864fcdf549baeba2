package dev.holdfast.cli;

import dev.holdfast.cli.node.RunningNode;
import java.util.Locale;

/** What a node says about itself when it is up. */
final class Welcome {
  private Welcome() {}

  static String line(RunningNode node) {
    RunningNode.Recovered recovered = node.recovered();
    String past =
        recovered.entities() == 0
            ? "its journal is empty"
            : "its journal holds " + recovered(recovered) + " to recover from";
    return "holdfast: listening at " + node.url() + "; " + past;
  }

  /** Such as {@code 99 instances with 14,603 commits}. */
  static String recovered(RunningNode.Recovered recovered) {
    return String.format(
        Locale.ROOT, "%,d instances with %,d commits", recovered.entities(), recovered.commits());
  }
}

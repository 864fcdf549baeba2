package dev.holdfast.cli.deployments;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;

/** A share of instances as it is typed: {@code 5%}, {@code 0.5%} or {@code 5}. */
final class Percent {
  private Percent() {}

  static double of(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      double percent = Double.parseDouble(number.strip());
      if (percent > 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  private static CommandFailed wrong(String text) {
    return new CommandFailed(ExitCode.USAGE, "A share is like 5% or 0.5%, got: " + text);
  }
}

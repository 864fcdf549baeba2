package dev.holdfast.deployments.registry;

/** What operators and the platform itself want of a deployment: its commands. */
public sealed interface Order {
  /** Who wants it. */
  String by();

  /**
   * Take code as a version, if it is not one already; nothing runs it yet.
   *
   * @param version without its number
   */
  record Add(Version version, String by) implements Order {}

  /** Remember that the replay gate refused code. */
  record Refuse(String id, String report, String by) implements Order {}

  /** Have some instances try a version, in hundredths of a percent. */
  record Share(int number, int share, String by) implements Order {}

  /** Have all instances run a version. */
  record Promote(int number, String by) implements Order {}

  /**
   * Have all instances run what they ran before.
   *
   * @param number which, or 0 for the one before
   * @param from only if this one runs; 0 for whatever runs
   */
  record RollBack(int number, int from, String why, String by) implements Order {}

  /** Have nothing of it run. */
  record Remove(String by) implements Order {}
}

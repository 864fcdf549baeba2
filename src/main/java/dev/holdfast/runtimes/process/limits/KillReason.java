package dev.holdfast.runtimes.process.limits;

/** Why the node ended a process; in logs, and the label of a metric. */
public enum KillReason {
  MEMORY("memory", "limits.memory"),
  TASKS("tasks", "limits.tasks"),
  CPU("cpu", "limits.cpu-percent"),
  TIME("time", "limits.grace and limits.longest"),
  OUTPUT("output", "limits.output-flood"),
  TEMP("temp", "limits.temp-bytes"),
  DEAF("deaf", "it does not listen any more"),
  START("start", "start");

  private final String label;
  private final String setting;

  KillReason(String label, String setting) {
    this.label = label;
    this.setting = setting;
  }

  public String label() {
    return label;
  }

  /** The keys below {@code holdfast.runtimes.process} that say how much is too much. */
  public String setting() {
    return setting;
  }
}

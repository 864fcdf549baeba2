package dev.holdfast.sdk.binding;

/** Something a service may ask for that not every platform can do. */
public enum Capability {
  SENDS("durable sends"),
  TIMERS("timers"),
  TOPICS("topics"),
  EVENT_TRIGGERS("triggers by events"),
  SCHEDULES("schedules"),
  WORKFLOWS("workflows"),
  VIEWS("views"),
  SETTINGS("settings"),
  PREDICTIONS("predictions");

  private final String words;

  Capability(String words) {
    this.words = words;
  }

  /** The end of a sentence that refuses it. */
  public String notYet() {
    return words + " arrive with a later release";
  }
}

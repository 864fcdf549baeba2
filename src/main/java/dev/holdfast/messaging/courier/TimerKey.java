package dev.holdfast.messaging.courier;

/** A timer's name at its instance; sorted by both. */
record TimerKey(String entity, String name) implements Comparable<TimerKey> {
  @Override
  public int compareTo(TimerKey other) {
    int byEntity = entity.compareTo(other.entity);
    return byEntity != 0 ? byEntity : name.compareTo(other.name);
  }
}

package dev.holdfast.cli.local;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What takes its time with each of several processes, done with all of them at once. */
public final class SideBySide {
  private SideBySide() {}

  /** Returns when it is done with the last one. */
  public static <T> void each(Collection<T> all, Consumer<T> action) {
    List<Thread> working =
        all.stream()
            .map(one -> Thread.ofVirtual().name("side-by-side").start(() -> action.accept(one)))
            .toList();
    for (Thread one : working) {
      try {
        one.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

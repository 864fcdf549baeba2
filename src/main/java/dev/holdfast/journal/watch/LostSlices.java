package dev.holdfast.journal.watch;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners which slices were lost, on a thread of its own that ends when all is told.
 *
 * <p>Invariant: at most the slices there are wait to be told; one that is lost twice meanwhile is
 * told once. Listeners run one after the other, without a lock, and may find the slice held again.
 */
public final class LostSlices {
  private static final Logger LOG = LoggerFactory.getLogger(LostSlices.class);

  private final List<Consumer<Set<Integer>>> listeners = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private Set<Integer> waiting = new TreeSet<>();
  private boolean telling;

  public void listen(Consumer<Set<Integer>> listener) {
    listeners.add(listener);
  }

  public void report(Set<Integer> lost) {
    if (lost.isEmpty()) {
      return;
    }
    LOG.info("Slices taken or claimed again: {}", lost);
    synchronized (lock) {
      waiting.addAll(lost);
      if (telling) {
        return;
      }
      telling = true;
    }
    // Not a virtual thread: handlers that hold all carriers must not keep this from being heard.
    Thread.ofPlatform().daemon().name("holdfast-journal-lost").start(this::tell);
  }

  private void tell() {
    for (Set<Integer> lost = take(); !lost.isEmpty(); lost = take()) {
      for (Consumer<Set<Integer>> listener : listeners) {
        try {
          listener.accept(lost);
        } catch (RuntimeException e) {
          LOG.error("A listener for lost slices failed", e);
        }
      }
    }
  }

  private Set<Integer> take() {
    synchronized (lock) {
      Set<Integer> taken = waiting;
      waiting = new TreeSet<>();
      telling = !taken.isEmpty();
      return taken;
    }
  }
}

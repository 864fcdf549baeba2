package dev.holdfast.cli;

import java.util.concurrent.Callable;

final class EventsCommand implements Callable<Integer> {
  EventsCommand(Terminal terminal) {}

  @Override
  public Integer call() {
    return 0;
  }
}

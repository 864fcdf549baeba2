package dev.holdfast.cli;

import java.util.concurrent.Callable;

final class ServicesCommand implements Callable<Integer> {
  ServicesCommand(Terminal terminal) {}

  @Override
  public Integer call() {
    return 0;
  }
}

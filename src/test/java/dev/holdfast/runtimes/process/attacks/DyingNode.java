package dev.holdfast.runtimes.process.attacks;

import java.util.concurrent.CountDownLatch;

/** A program with a function that never notices the end of its input; it waits to be killed. */
final class DyingNode {
  private DyingNode() {}

  public static void main(String[] arguments) throws Exception {
    Arena.open(Arena.ATTACKS.resolve("lingers"), ContainedTest.walls(arguments[0]));
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}

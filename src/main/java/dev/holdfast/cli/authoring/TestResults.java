package dev.holdfast.cli.authoring;

import java.io.PrintStream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints a line for each test as it ends, and counts them. */
final class TestResults implements TestExecutionListener {
  private final PrintStream out;
  private int passed;
  private int failed;
  private int skipped;

  TestResults(PrintStream out) {
    this.out = out;
  }

  boolean passed() {
    return failed == 0 && passed > 0;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (test.isTest() && good) {
      passed++;
      out.println("ok      " + name(test));
    } else if (!good) {
      failed++;
      out.println("FAILED  " + name(test));
      result.getThrowable().ifPresent(failure -> tell(failure));
    }
  }

  /** What it was, and the lines of the test that it went through. */
  private void tell(Throwable failure) {
    out.println("        " + String.valueOf(failure).replace("\n", "\n        "));
    for (StackTraceElement frame : failure.getStackTrace()) {
      String file = String.valueOf(frame.getFileName());
      if (file.endsWith("Test.java")) {
        out.println("        at " + file + ":" + frame.getLineNumber());
      }
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped++;
    out.println("skipped " + name(test) + ": " + reason);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    out.println("%d passed, %d failed, %d skipped".formatted(passed, failed, skipped));
    out.flush();
  }

  private static String name(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(method -> simple(method.getClassName()) + "." + test.getDisplayName())
        .orElseGet(test::getDisplayName)
        .replaceAll("\\(\\)$", "");
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}

package dev.holdfast.cli.conformance;

/**
 * One sentence about functions that is true or not.
 *
 * @param name the sentence
 */
public record Check(String name, Body body) {
  /** Finds out whether it is true: what returns is ok. */
  @FunctionalInterface
  public interface Body {
    void run() throws Unmet, NotHere;
  }

  Verdict verdict() {
    try {
      body.run();
      return new Verdict.Ok();
    } catch (Unmet unmet) {
      return new Verdict.Failed(unmet.request(), unmet.expected(), unmet.got());
    } catch (NotHere notHere) {
      return new Verdict.Skipped(notHere.why());
    }
  }
}

package dev.holdfast.deployments;

/** Is told how far a deployment is. */
@FunctionalInterface
public interface Undertaking {
  /** For those who do not listen. */
  Undertaking SILENT = _ -> {};

  void says(String text);
}

package dev.holdfast.deployments.registry;

/**
 * Where the code of a version is.
 *
 * @param target the digest of a package, or the settings of an endpoint as JSON
 */
public record Source(Kind kind, String target) {
  /** What a target is. */
  public enum Kind {
    PACKAGE,
    HTTP,
    LAMBDA
  }
}

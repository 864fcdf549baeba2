package dev.holdfast.packages;

/** A package that is not taken, or a folder that cannot become one; the message says why. */
public final class PackageRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public PackageRefused(String reason) {
    super(reason);
  }

  /** Why, as a sentence for whoever made the package. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}

package dev.holdfast.packages;

import java.util.regex.Pattern;

/**
 * What a package is called: the SHA-256 of the names and contents of its files.
 *
 * <p>Invariant: the same files have the same name, whatever packed them and when.
 *
 * @param digest 64 hexadecimal digits in lower case
 */
public record PackageId(String digest) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int VERSION_CHARACTERS = 12;

  public PackageId {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException("not the digest of a package: " + digest);
    }
  }

  /** Whether a text can be the digest of a package. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /** How people and commits call the version: the first 12 digits. */
  public String version() {
    return digest.substring(0, VERSION_CHARACTERS);
  }

  @Override
  public String toString() {
    return digest;
  }
}

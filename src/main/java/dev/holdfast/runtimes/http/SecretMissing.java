package dev.holdfast.runtimes.http;

import java.io.IOException;

/** A secret that is not where the settings say, or is none; asking again would not help. */
final class SecretMissing extends IOException {
  private static final long serialVersionUID = 1L;

  SecretMissing(IOException cause) {
    super(cause.getMessage(), cause);
  }
}

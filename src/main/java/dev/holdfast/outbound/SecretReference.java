package dev.holdfast.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a secret is to be found; it is looked up each time it is needed, so it may be replaced. */
public sealed interface SecretReference {
  /** A text that does not print. */
  record Secret(String value) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** Finds the secret. */
  Secret resolve(Map<String, String> environment) throws IOException;

  /** There is none. */
  record None() implements SecretReference {
    @Override
    public Secret resolve(Map<String, String> environment) {
      return new Secret("");
    }
  }

  /** A variable of the process' environment. */
  record Environment(String variable) implements SecretReference {
    @Override
    public Secret resolve(Map<String, String> environment) throws IOException {
      String value = environment.get(variable);
      if (value == null) {
        throw new IOException("the secret's variable " + variable + " is not set");
      }
      return new Secret(value);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** A file; the end of its last line is not part of the secret. */
  record InFile(Path path) implements SecretReference {
    private static final long MOST_BYTES = 4096;

    @Override
    public Secret resolve(Map<String, String> environment) throws IOException {
      if (!Files.isReadable(path) || Files.size(path) > MOST_BYTES) {
        throw new IOException("the secret's file cannot be read, or is longer than 4 KiB");
      }
      return new Secret(Files.readString(path).stripTrailing());
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}

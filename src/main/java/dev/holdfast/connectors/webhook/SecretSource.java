package dev.holdfast.connectors.webhook;

import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Where a signing secret is to be found; looked up for each message, so it may be replaced while
 * the node runs.
 */
public sealed interface SecretSource {
  /** A variable of the process' environment. */
  record Environment(String variable) implements SecretSource {}

  /** A file; the end of its last line is not part of the secret. */
  record InFile(Path path) implements SecretSource {}

  /** Largest file that is read. */
  long MOST_BYTES = 4096;

  /** Fewest and most bytes of a key, as Standard Webhooks has it. */
  int LEAST_KEY = 24;

  int MOST_KEY = 64;

  /** Finds the key. */
  default byte[] key(Map<String, String> environment) throws IOException {
    String text =
        switch (this) {
          case Environment(var variable) -> {
            String value = environment.get(variable);
            if (value == null) {
              throw new IOException("The secret's variable " + variable + " is not set");
            }
            yield value;
          }
          case InFile(var path) -> {
            if (!Files.isReadable(path) || Files.size(path) > MOST_BYTES) {
              throw new IOException("The secret's file cannot be read, or is longer than 4 KiB");
            }
            yield Files.readString(path);
          }
        };
    return decoded(text.strip());
  }

  private static byte[] decoded(String text) throws IOException {
    String base64 = text.startsWith("whsec_") ? text.substring("whsec_".length()) : text;
    try {
      byte[] key = Base64.getDecoder().decode(base64);
      if (key.length >= LEAST_KEY && key.length <= MOST_KEY) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the text.
    }
    throw new IOException(
        "A secret is whsec_ and the Base64 of " + LEAST_KEY + " to " + MOST_KEY + " bytes");
  }

  /** Demands that the secret can be found now. */
  default void require(String path, Map<String, String> environment) {
    try {
      key(environment);
    } catch (IOException e) {
      throw (InvalidSetting)
          new InvalidSetting(path + ".secrets", String.valueOf(e.getMessage())).initCause(e);
    }
  }
}

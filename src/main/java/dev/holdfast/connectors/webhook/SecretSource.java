package dev.holdfast.connectors.webhook;

import dev.holdfast.outbound.StandardWebhooks;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return StandardWebhooks.key(text);
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

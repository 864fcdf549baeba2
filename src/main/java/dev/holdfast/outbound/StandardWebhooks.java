package dev.holdfast.outbound;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks has it: HMAC-SHA256 over id, timestamp and body, with a full stop
 * between them.
 *
 * <p>Invariant: neither id nor timestamp holds a full stop, so no two messages are signed alike.
 */
public final class StandardWebhooks {
  /** Fewest and most bytes of a key. */
  private static final int LEAST_KEY = 24;

  private static final int MOST_KEY = 64;
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private StandardWebhooks() {}

  /**
   * The key that a secret stands for.
   *
   * @throws IOException that does not repeat the secret
   */
  public static byte[] key(String secret) throws IOException {
    String text = secret.strip();
    try {
      byte[] key =
          Base64.getDecoder()
              .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
      if (key.length >= LEAST_KEY && key.length <= MOST_KEY) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the text.
    }
    throw new IOException(
        "A secret is whsec_ and the Base64 of " + LEAST_KEY + " to " + MOST_KEY + " bytes");
  }

  /** The headers that go with a message; a signature for each key, and none without one. */
  public static Map<String, String> headers(
      String id, Instant now, byte[] body, List<byte[]> keys) {
    String timestamp = Long.toString(now.getEpochSecond());
    if (keys.isEmpty()) {
      return Map.of("webhook-id", id, "webhook-timestamp", timestamp);
    }
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    var signatures = new ArrayList<String>();
    for (byte[] key : keys) {
      signatures.add("v1," + signature(key, head, body));
    }
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", timestamp,
        "webhook-signature", String.join(" ", signatures));
  }

  private static String signature(byte[] key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(head);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

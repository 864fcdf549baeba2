package dev.holdfast.connectors.webhook;

import java.io.ByteArrayOutputStream;
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
final class Signatures {
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretSource> secrets;
  private final Map<String, String> environment;

  Signatures(List<SecretSource> secrets, Map<String, String> environment) {
    this.secrets = secrets;
    this.environment = environment;
  }

  /** The headers that go with a message; a signature for each secret, and none without one. */
  Map<String, String> headers(String id, Instant now, byte[] body) throws IOException {
    String timestamp = Long.toString(now.getEpochSecond());
    if (secrets.isEmpty()) {
      return Map.of("webhook-id", id, "webhook-timestamp", timestamp);
    }
    var content = new ByteArrayOutputStream(body.length + 64);
    content.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    content.writeBytes(body);
    var signatures = new ArrayList<String>();
    for (SecretSource secret : secrets) {
      signatures.add("v1," + signature(secret.key(environment), content.toByteArray()));
    }
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", timestamp,
        "webhook-signature", String.join(" ", signatures));
  }

  private static String signature(byte[] key, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

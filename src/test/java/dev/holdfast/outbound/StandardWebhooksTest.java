package dev.holdfast.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {
  @Test
  void theVectorOfTheStandardHolds() throws IOException {
    Map<String, String> headers =
        StandardWebhooks.headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8),
            List.of(StandardWebhooks.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers.get("webhook-signature"));
  }

  @Test
  void whatIsNoSecretIsRefusedAndNotRepeated() {
    for (String wrong : List.of("", "whsec_abc", "whsec_!!!!", "c2hvcnQ=")) {
      IOException refused =
          assertThrows(IOException.class, () -> StandardWebhooks.key(wrong), wrong);
      assertFalse(!wrong.isEmpty() && String.valueOf(refused.getMessage()).contains(wrong));
    }
  }
}

package dev.holdfast.connectors.webhook;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Webhooks to servers on loopback, and what became of a message as text. */
final class Posting {
  static final String NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String OLD = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  static final Instant NOW = Instant.parse("2026-02-01T00:00:07.9Z");

  private Posting() {}

  static WebhookOutlet outlet(Receiver receiver, String... settings) {
    return at("http://127.0.0.1:" + receiver.port() + "/hook?a=b", settings);
  }

  static WebhookOutlet at(String url, String... settings) {
    String block =
        "topic = orders, allow-private = true, url = \""
            + url
            + "\"\n"
            + String.join("\n", settings);
    return new WebhookOutlet(
        WebhookSettings.of("hook", ConfigFactory.parseString(block)),
        () -> NOW,
        Map.of("NEW", NEW, "OLD", OLD));
  }

  static Handover deliver(WebhookOutlet outlet, TopicMessage message)
      throws ExecutionException, InterruptedException, TimeoutException {
    return outlet.deliver(message).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  static String why(Handover handover) {
    return switch (handover) {
      case Handover.Accepted _ -> "accepted";
      case Handover.NotNow(var why) -> "not now: " + why;
      case Handover.Refused(var why) -> "refused: " + why;
    };
  }
}

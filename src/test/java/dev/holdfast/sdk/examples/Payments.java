package dev.holdfast.sdk.examples;

import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Limits;
import dev.holdfast.sdk.Secret;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Settings;
import dev.holdfast.sdk.Stateless;
import java.net.URI;

/** A stateless service with settings. */
@Service("payments")
public record Payments() implements Stateless {
  record Gateway(URI url, Secret key) implements Settings {}

  @Limits(deadline = "10s")
  Effect<String> charge(long cents, Context context) {
    var gateway = context.settings(Gateway.class);
    return reply(
        "receipt-"
            + context.id()
            + gateway.url()); // any HTTP client; the id is the idempotency key
  }

  Effect<Void> refund(String receipt) {
    return reply();
  }
}

package dev.holdfast.sdk.examples;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;

/** The last step of an order. */
@Service("shipping")
public record Shipping() implements Stateless {
  Effect<String> send(String sku) {
    return reply("parcel with " + sku);
  }
}

package dev.holdfast.sdk.examples;

import static dev.holdfast.sdk.Call.command;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Step;
import dev.holdfast.sdk.Workflow;
import java.util.List;

/** A workflow of three steps. */
@Service("order")
@Allow("user")
public record Order(String id, String sku, long cents) implements Workflow<Order> {
  public record Place(String sku, long cents) {}

  public record Packed(String by) {}

  public Order() {
    this("", "", 0);
  }

  @Route("POST /orders/{id}")
  Effect<Void> place(Place place, Context context) {
    return start(new Order(context.id(), place.sku(), place.cents()));
  }

  @Override
  public List<Step<Order, ?>> steps() {
    return List.of(
        step("pay", Order::charge).undo(Order::refund).within(ofSeconds(30)).tries(5),
        waitFor("packed", Packed.class).within(ofDays(2)),
        step("ship", Order::send).within(ofDays(1)));
  }

  private Call<String> charge() {
    return command(Payments.class, id, Payments::charge, cents);
  }

  private Call<Void> refund(String receipt) {
    return command(Payments.class, id, Payments::refund, receipt);
  }

  private Call<String> send() {
    return command(Shipping.class, id, Shipping::send, sku);
  }
}

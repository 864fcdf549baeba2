package dev.holdfast.sdk.examples;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entity with routes, rejections and a topic. */
@Service("cart")
@Allow("user")
public record Cart(Map<String, Line> lines, boolean paid) implements Entity<Cart, Cart.Event> {
  public record Line(String sku, int quantity, long cents) {}

  public sealed interface Event {}

  public record ItemAdded(Line line) implements Event {}

  public record ItemRemoved(String sku) implements Event {}

  public record CheckedOut(long cents) implements Event {}

  public enum Problem implements Rejection {
    EMPTY,
    CHECKED_OUT
  }

  public Cart() {
    this(Map.of(), false);
  }

  @Route("POST /carts/{id}/items")
  Effect<Void> addItem(Line line) {
    if (paid) return reject(Problem.CHECKED_OUT, "This cart is already checked out.");
    return persist(new ItemAdded(line));
  }

  @Route("DELETE /carts/{id}/items/{sku}")
  Effect<Void> removeItem(String sku) {
    return lines.containsKey(sku) ? persist(new ItemRemoved(sku)) : reply();
  }

  @Route("POST /carts/{id}/checkout")
  Effect<Long> checkout() {
    if (paid) return reject(Problem.CHECKED_OUT, "This cart is already checked out.");
    if (lines.isEmpty()) return reject(Problem.EMPTY, "Put something in first.");
    return persist(new CheckedOut(total())).publish("checkouts", lines).reply(Cart::total);
  }

  @Query
  @Route("GET /carts/{id}/total")
  long total() {
    return lines.values().stream().mapToLong(line -> line.quantity() * line.cents()).sum();
  }

  @Override
  public Cart apply(Event event) {
    var next = new LinkedHashMap<>(lines);
    switch (event) {
      case ItemAdded(Line line) -> next.put(line.sku(), line);
      case ItemRemoved(String sku) -> next.remove(sku);
      case CheckedOut _ -> {
        return new Cart(lines, true);
      }
    }
    return new Cart(next, paid);
  }
}

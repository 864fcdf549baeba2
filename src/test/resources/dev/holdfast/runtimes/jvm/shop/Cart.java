package shop;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Upcast;
import dev.holdfast.sdk.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

@Service("cart")
@Allow("user")
public record Cart(Map<String, Line> lines, boolean paid) implements Entity<Cart, Cart.Event> {
  public sealed interface Event {}

  @Wire(version = 2)
  public record ItemAdded(Line line) implements Event {}

  public record ItemRemoved(String sku) implements Event {}

  public record CheckedOut(long cents) implements Event {}

  @Wire(name = "ItemAdded", version = 1)
  record ItemAddedV1(String sku, int count) implements Upcast<Event> {
    @Override
    public Event upcast() {
      return new ItemAdded(new Line(sku, count, 0));
    }
  }

  public enum Problem implements Rejection {
    EMPTY,
    CHECKED_OUT;

    @Override
    public int status() {
      return this == EMPTY ? 409 : 422;
    }
  }

  public Cart() {
    this(Map.of(), false);
  }

  @Route("POST /carts/{id}/items")
  Effect<Void> addItem(Line line) {
    if (paid) {
      return reject(Problem.CHECKED_OUT, "This cart is already checked out.");
    }
    return persist(new ItemAdded(line));
  }

  @Route("DELETE /carts/{id}/items/{sku}")
  Effect<Void> removeItem(String sku) {
    return lines.containsKey(sku) ? persist(new ItemRemoved(sku)) : reply();
  }

  @Route("POST /carts/{id}/checkout")
  Effect<Long> checkout() {
    if (paid) {
      return reject(Problem.CHECKED_OUT, "This cart is already checked out.");
    }
    if (lines.isEmpty()) {
      return reject(Problem.EMPTY, "Put something in first.");
    }
    return persist(new CheckedOut(Lines.total(lines))).reply(Cart::total);
  }

  /** Takes what the caller's counter says; a rejection of the counter becomes this one's. */
  Effect<Integer> count(Context context) {
    return reply(context.call(Call.command(Tally.class, context.id(), Tally::next)));
  }

  Effect<String> about(Context context) {
    return reply(
        String.join(
            " ",
            context.id(),
            context.now().toString(),
            Long.toString(context.sequence()),
            context.caller().kind() + ":" + context.caller().name(),
            context.deadline().toString()));
  }

  Effect<Void> fail() {
    throw new IllegalStateException("secret of the author");
  }

  Effect<Integer> overflow(int depth) {
    return reply(deep(depth));
  }

  private static int deep(int depth) {
    return depth < 0 ? depth : deep(depth + 1) + 1;
  }

  @Query
  @Route("GET /carts/{id}/total")
  long total() {
    return Lines.total(lines);
  }

  @Query
  Optional<Line> line(String sku) {
    return Optional.ofNullable(lines.get(sku));
  }

  @Query
  int tally(Context context) {
    return context.call(Call.query(Tally.class, context.id(), Tally::count));
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

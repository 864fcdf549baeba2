package dev.holdfast.runtimes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClashesTest {
  @Test
  void servicesWithDifferentNamesAndRoutesGoTogether() {
    assertEquals(
        List.of(),
        Clashes.of(
            Map.of(
                "shop",
                List.of(service("cart", "GET /carts/{id}/total"), service("invoice", "GET /total")),
                "more",
                List.of(service("order", "POST /carts/{id}/total")))));
  }

  @Test
  void routesAreTheSameWhateverTheirVariablesAreCalled() {
    assertEquals(
        List.of(
            "Two routes are the same: GET /carts/{id}/total?from= in cart.total"
                + " and GET /carts/{cart}/total in invoice.total."),
        Clashes.of(
            Map.of(
                "a", List.of(service("cart", "GET /carts/{id}/total?from=")),
                "b", List.of(service("invoice", "GET /carts/{cart}/total")))));
  }

  @Test
  void aNameBelongsToOneDeployable() {
    assertEquals(
        List.of(
            "Two services are called cart: one in a and one in b."
                + " A name is an address: give one of them another."),
        Clashes.of(
            Map.of(
                "a", List.of(service("cart", "GET /a")), "b", List.of(service("cart", "GET /b")))));
  }

  private static ServiceDescription service(String name, String route) {
    var handler =
        new ServiceDescription.Handler(
            "total",
            true,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(route),
            List.of(),
            ServiceDescription.Limits.DEFAULT,
            List.of());
    return new ServiceDescription(
        name, ServiceDescription.Kind.ENTITY, "1", Json.of("{}"), List.of(), List.of(handler));
  }
}

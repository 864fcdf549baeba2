package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.edge.ScriptedRuntime.Done;
import dev.holdfast.edge.ScriptedRuntime.Shape;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.services.Deployed;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteTreeTest {
  private static ScriptedRuntime query(String service, String handler, String route) {
    return new ScriptedRuntime(service, ServiceDescription.Kind.ENTITY)
        .query(handler, Shape.PLAIN.route(route), (state, argument) -> Optional.empty());
  }

  private static RouteTree routes(ScriptedRuntime... runtimes) {
    return new Directory(
            Deployed.of(List.of(runtimes)),
            EdgeSettings.from(ConfigFactory.load()),
            new EdgeMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
        .routes();
  }

  private static String found(RouteTree routes, String method, String... path) {
    return routes
        .match(method, List.of(path))
        .map(match -> match.leaf().endpoint().service().service() + match.values())
        .orElse("");
  }

  @Test
  void literalsGoFirstAndAVariableIsTriedWhereTheyLeadNowhere() {
    RouteTree routes =
        routes(
            query("one", "a", "GET /x/{id}/end"),
            query("two", "b", "GET /x/fixed/{id}"),
            query("three", "c", "GET /{id}"));
    assertEquals("two[end]", found(routes, "GET", "x", "fixed", "end"));
    assertEquals("one[other]", found(routes, "GET", "x", "other", "end"));
    assertEquals("two[more]", found(routes, "GET", "x", "fixed", "more"));
    assertEquals("three[x]", found(routes, "GET", "x"));
    assertEquals("", found(routes, "GET", "x", "other", "more"));
    assertEquals("", found(routes, "POST", "x"));
    assertEquals(List.of(), routes.conflicts());
  }

  @Test
  void twoRoutesOfOneFormAreAConflictAndTheFirstHolds() {
    RouteTree routes =
        routes(
            query("cart", "total", "GET /carts/{id}/total"),
            query("invoice", "total", "GET /carts/{cart}/total"));
    assertEquals("cart[7]", found(routes, "GET", "carts", "7", "total"));
    assertEquals(
        List.of(
            "Two routes are the same: GET /carts/{id}/total in cart.total and GET"
                + " /carts/{cart}/total in invoice.total."),
        routes.conflicts());
  }

  @Test
  void aRouteThatCannotWorkIsToldAndLeftOut() {
    var command =
        new ScriptedRuntime("shop", ServiceDescription.Kind.ENTITY)
            .command(
                "buy",
                Shape.PLAIN.route("GET /shop/{id}"),
                (state, argument) -> new Done.Changed(Map.of(), 1));
    RouteTree routes = routes(command, query("all", "list", "GET /all"), query("odd", "x", "/y"));
    assertEquals(3, routes.conflicts().size());
    assertEquals("", found(routes, "GET", "shop", "1"));
    assertEquals("", found(routes, "GET", "all"));
  }
}

package dev.holdfast.edge;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Which methods a path takes, and the answers to all others. */
final class Methods {
  private Methods() {}

  /** The answer to a method that the path does not take; empty when it does. */
  static Optional<HttpResponse> unless(Exchange exchange, String... methods) {
    for (String method : methods) {
      if (method.equals(exchange.method())) {
        return Optional.empty();
      }
    }
    Collection<String> told = told(List.of(methods));
    return Optional.of(
        exchange.isOptions()
            ? Responses.options(told)
            : Responses.notAllowed(told, exchange.target().path()));
  }

  /** With those that follow: a GET can be asked as HEAD, and everything as OPTIONS. */
  static Collection<String> told(Collection<String> methods) {
    var told = new TreeSet<>(methods);
    if (told.contains("GET")) {
      told.add("HEAD");
    }
    told.add("OPTIONS");
    return told;
  }
}

package dev.holdfast.sdk.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A declared route, taken apart.
 *
 * @param method such as {@code GET}
 * @param path such as {@code /carts/{id}/items/{sku}}
 * @param id the variable that names the instance: the one called id, else the first
 * @param variables all the others, which fill the argument
 * @param parameters of the query, which fill the argument too
 */
public record RouteBinding(
    String method,
    String path,
    Optional<String> id,
    List<String> variables,
    List<String> parameters) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(GET|POST|PUT|PATCH|DELETE) "
              + "((?:/(?:[A-Za-z0-9._~-]+|\\{[a-zA-Z][a-zA-Z0-9]*}))+)"
              + "(?:\\?([a-zA-Z][a-zA-Z0-9]*=(?:&[a-zA-Z][a-zA-Z0-9]*=)*))?");
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

  public RouteBinding {
    variables = List.copyOf(variables);
    parameters = List.copyOf(parameters);
  }

  /** Takes a route apart; empty if it is not written as one. */
  static Optional<RouteBinding> parse(String text, boolean hasInstances) {
    Matcher route = SYNTAX.matcher(text);
    if (!route.matches()) {
      return Optional.empty();
    }
    var variables = new ArrayList<String>();
    Matcher variable = VARIABLE.matcher(route.group(2));
    while (variable.find()) {
      variables.add(variable.group(1));
    }
    Optional<String> id = Optional.empty();
    if (variables.contains("id")) {
      id = Optional.of("id");
    } else if (hasInstances) {
      id = variables.stream().findFirst();
    }
    id.ifPresent(variables::remove);
    var parameters = new ArrayList<String>();
    if (route.group(3) != null) {
      for (String parameter : route.group(3).split("&", -1)) {
        parameters.add(parameter.substring(0, parameter.length() - 1));
      }
    }
    return Optional.of(new RouteBinding(route.group(1), route.group(2), id, variables, parameters));
  }

  /** The same for all routes that match the same requests. */
  String shape() {
    return method + " " + VARIABLE.matcher(path).replaceAll("{}");
  }
}

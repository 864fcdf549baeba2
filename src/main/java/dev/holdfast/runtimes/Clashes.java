package dev.holdfast.runtimes;

import dev.holdfast.protocol.ServiceDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds what services that are deployed together may not share: a name, or a route. */
public final class Clashes {
  private static final String PLATFORM = "holdfast-";
  private static final Pattern VARIABLE = Pattern.compile("\\{[^/{}]*}");

  private Clashes() {}

  /**
   * Every clash as a sentence, in a fixed order; empty when the services go together.
   *
   * @param deployables the services of each folder or jar, by its name
   */
  public static List<String> of(Map<String, List<ServiceDescription>> deployables) {
    var faults = new ArrayList<String>();
    var names = new HashMap<String, String>();
    var routes = new HashMap<String, Route>();
    for (var deployable : new TreeMap<>(deployables).entrySet()) {
      for (ServiceDescription service : deployable.getValue()) {
        if (service.service().startsWith(PLATFORM)) {
          faults.add(
              "A service in %s is called %s: names that begin with %s are the platform's own."
                  .formatted(deployable.getKey(), service.service(), PLATFORM));
        }
        String other = names.putIfAbsent(service.service(), deployable.getKey());
        if (other == null) {
          addRoutes(service, routes, faults);
        } else {
          faults.add(
              "Two services are called "
                  + service.service()
                  + ": one in "
                  + other
                  + " and one in "
                  + deployable.getKey()
                  + ". A name is an address: give one of them another.");
        }
      }
    }
    return List.copyOf(faults);
  }

  private static void addRoutes(
      ServiceDescription service, Map<String, Route> routes, List<String> faults) {
    for (ServiceDescription.Handler handler : service.handlers()) {
      if (handler.route().isEmpty()) {
        continue;
      }
      var mine = new Route(handler.route().get(), service.service() + "." + handler.name());
      Route other = routes.putIfAbsent(mine.shape(), mine);
      if (other != null) {
        faults.add(
            "Two routes are the same: "
                + other.text()
                + " in "
                + other.handler()
                + " and "
                + mine.text()
                + " in "
                + mine.handler()
                + ".");
      }
    }
  }

  private record Route(String text, String handler) {
    /** What requests are matched by: method and path, whatever the variables are called. */
    String shape() {
      int query = text.indexOf('?');
      return VARIABLE.matcher(query < 0 ? text : text.substring(0, query)).replaceAll("{}");
    }
  }
}

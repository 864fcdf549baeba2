package dev.holdfast.edge.openapi;

import dev.holdfast.edge.input.JsonStrings;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The list of what is deployed. */
public final class Catalog {
  private Catalog() {}

  /** Writes it in the order of the descriptions. */
  public static Json of(Collection<ServiceDescription> services) {
    var body = new StringBuilder("{\"services\":[");
    String comma = "";
    for (ServiceDescription service : services) {
      body.append(comma);
      service(body, service);
      comma = ",";
    }
    return Json.of(body.append("]}").toString());
  }

  private static void service(StringBuilder to, ServiceDescription service) {
    to.append("{\"service\":");
    JsonStrings.quote(to, service.service());
    to.append(",\"kind\":\"").append(service.kind().name().toLowerCase(Locale.ROOT));
    to.append("\",\"version\":");
    JsonStrings.quote(to, service.version());
    to.append(",\"handlers\":[");
    String comma = "";
    for (ServiceDescription.Handler handler : service.handlers()) {
      to.append(comma).append("{\"name\":");
      JsonStrings.quote(to, handler.name());
      to.append(",\"kind\":\"").append(handler.query() ? "query" : "command").append('"');
      if (handler.route().isPresent()) {
        to.append(",\"route\":");
        JsonStrings.quote(to, handler.route().get());
      }
      to.append(",\"allow\":");
      texts(to, handler.allow());
      to.append('}');
      comma = ",";
    }
    to.append("]}");
  }

  private static void texts(StringBuilder to, List<String> texts) {
    to.append('[');
    for (int i = 0; i < texts.size(); i++) {
      to.append(i == 0 ? "" : ",");
      JsonStrings.quote(to, texts.get(i));
    }
    to.append(']');
  }
}

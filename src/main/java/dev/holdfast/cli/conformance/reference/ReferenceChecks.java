package dev.holdfast.cli.conformance.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.Check;
import dev.holdfast.cli.conformance.Described;
import dev.holdfast.cli.conformance.Function;
import dev.holdfast.cli.conformance.NotHere;
import dev.holdfast.cli.conformance.Unmet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks each reference service what its file of cases says, and compares the answers. */
public final class ReferenceChecks {
  /** The services, each with a file of cases. */
  public static final List<String> SERVICES =
      List.of("conformance-counter", "conformance-cart", "conformance-note", "conformance-echo");

  private final Function function;
  private final Described described;
  private final boolean demanded;

  /**
   * @param demanded whether a reference service that is not there is a failure
   */
  public ReferenceChecks(Function function, Described described, boolean demanded) {
    this.function = function;
    this.described = described;
    this.demanded = demanded;
  }

  public List<Check> all() {
    var checks = new ArrayList<Check>();
    for (String service : SERVICES) {
      JsonNode file = file(service);
      Optional<Described.Service> found = described.service(service);
      if (found.isEmpty()) {
        checks.add(absent(service, file.path("cases").size()));
        continue;
      }
      checks.add(
          new Check(
              service + ": its description",
              () -> new Description(found.get()).demand(file.path("discover"))));
      for (JsonNode one : file.path("cases")) {
        var asked = new Case(function, found.get(), one);
        checks.add(new Check(service + ": " + one.path("check").asText(), asked::run));
      }
    }
    return checks;
  }

  private Check absent(String service, int cases) {
    String why = "there is no service " + service + ", which " + cases + " cases are about";
    return new Check(
        service + ": all cases",
        () -> {
          if (demanded) {
            throw new Unmet("POST /holdfast/v1/discover {}", "the service " + service, "none");
          }
          throw new NotHere(why);
        });
  }

  private static JsonNode file(String service) {
    String path = "/conformance/" + service + ".json";
    try (InputStream in = ReferenceChecks.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not in this jar");
      }
      return JsonText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

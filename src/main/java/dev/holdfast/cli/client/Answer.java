package dev.holdfast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What a node answered: a status, headers and a body that may or may not be JSON. */
public record Answer(int status, HttpHeaders headers, String body) {
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The body as JSON; {@code null} as JSON when it is empty. */
  public JsonNode json() {
    return JsonText.read(body);
  }
}

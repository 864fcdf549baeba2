package dev.holdfast.runtimes.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.outbound.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ContentType;

/** Access tokens of Microsoft Entra for an application, by its id and secret. */
final class EntraTokens implements TokenSource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Exchange exchange;
  private final URI url;
  private final Token.Entra application;
  private final Surroundings surroundings;

  EntraTokens(
      Exchange exchange, URI authority, Token.Entra application, Surroundings surroundings) {
    this.exchange = exchange;
    this.url = authority.resolve("/" + encoded(application.tenant()) + "/oauth2/v2.0/token");
    this.application = application;
    this.surroundings = surroundings;
  }

  @Override
  public Issued issue() throws IOException {
    String form =
        List.of(
                List.of("grant_type", "client_credentials"),
                List.of("client_id", application.client()),
                List.of("client_secret", secret()),
                List.of("scope", application.scope()))
            .stream()
            .map(field -> field.getFirst() + "=" + encoded(field.getLast()))
            .collect(Collectors.joining("&"));
    Exchange.Response response =
        exchange.post(
            url,
            Map.of(),
            ContentType.APPLICATION_FORM_URLENCODED,
            form.getBytes(StandardCharsets.UTF_8));
    JsonNode answer = JSON.readTree(response.body().utf8());
    String token = answer.path("access_token").asText("");
    long seconds = answer.path("expires_in").asLong();
    if (response.status() != 200 || token.isEmpty() || seconds <= 0) {
      throw new IOException(
          "Entra gave no token: %d %s"
              .formatted(response.status(), answer.path("error").asText("")));
    }
    return Issued.bearer(token, surroundings.clock().instant().plusSeconds(seconds));
  }

  private String secret() throws SecretMissing {
    try {
      return application.secret().resolve(surroundings.environment()).value().strip();
    } catch (IOException e) {
      throw new SecretMissing(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public boolean issuesOthers() {
    return true;
  }

  @Override
  public void close() {
    exchange.close();
  }
}

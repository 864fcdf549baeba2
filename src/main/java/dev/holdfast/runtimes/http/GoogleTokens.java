package dev.holdfast.runtimes.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Identity tokens of the service account of the machine, from Google's metadata server. */
final class GoogleTokens implements TokenSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH =
      "/computeMetadata/v1/instance/service-accounts/default/identity?audience=";
  private static final String FLAVOR = "metadata-flavor";

  private final Exchange exchange;
  private final URI url;

  GoogleTokens(Exchange exchange, URI server, String audience) {
    this.exchange = exchange;
    this.url = server.resolve(PATH + URLEncoder.encode(audience, StandardCharsets.UTF_8));
  }

  @Override
  public Issued issue() throws IOException {
    Exchange.Response response = exchange.get(url, Map.of(FLAVOR, "Google"));
    // Whoever does not say so is not the metadata server.
    if (response.status() != 200 || !response.header(FLAVOR).equals("Google")) {
      throw new IOException(
          "the metadata server of Google gave no identity token: " + response.status());
    }
    String token = response.body().toString().strip();
    return Issued.bearer(token, expires(token));
  }

  private static Instant expires(String token) throws IOException {
    String[] parts = token.split("\\.", -1);
    try {
      if (parts.length == 3) {
        long expires = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp").asLong();
        if (expires > 0) {
          return Instant.ofEpochSecond(expires);
        }
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the token.
    }
    throw new IOException("the metadata server of Google gave what is no identity token");
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

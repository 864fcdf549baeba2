package dev.holdfast.runtimes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of clouds, from issuers on loopback. */
class TokensTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void aHeaderOfAzureIsASecretThatIsReferredTo() throws Exception {
    try (Answering server = Answering.start()) {
      var key = new Token.Header("x-functions-key", new SecretReference.Environment("KEY"));
      load(server, key, "").close();
      assertEquals("azure-key", server.got().getFirst().header("x-functions-key"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-length", "Webhook-Signature", "a b", "a:b", ""})
  void aHeaderThatIsOursIsNoTokens(String name) throws Exception {
    try (Answering server = Answering.start()) {
      var key = new Token.Header(name, new SecretReference.Environment("KEY"));
      assertThrows(UnloadableCode.class, () -> load(server, key, ""));
      assertEquals(0, server.connections());
    }
  }

  @Test
  void cloudRunIsAskedWithAnIdentityTokenForItsUrl() throws Exception {
    try (Answering server = Answering.start();
        Answering metadata = Answering.start()) {
      String token = identity(Instant.now().plusSeconds(3600));
      metadata.decides = exchange -> google(exchange, token);
      var settings = "tokens.google = \"" + metadata.url("") + "\"";
      load(server, new Token.GoogleIdToken(Optional.empty()), settings).close();
      assertEquals("Bearer " + token, server.got().getFirst().header("authorization"));
      Answering.Got asked = metadata.got().getFirst();
      assertEquals("Google", asked.header("metadata-flavor"));
      assertEquals(
          "/computeMetadata/v1/instance/service-accounts/default/identity"
              + "?audience=http%3A%2F%2F127.0.0.1%3A"
              + server.port(),
          asked.path());
    }
  }

  @Test
  void whoeverIsNotTheMetadataServerIsNotBelieved() throws Exception {
    try (Answering server = Answering.start();
        Answering metadata = Answering.start()) {
      metadata.decides =
          exchange -> Answering.send(exchange, 200, identity(Instant.now().plusSeconds(60)));
      var settings = "tokens.google = \"" + metadata.url("") + "\", tries = 1";
      assertThrows(
          UnloadableCode.class,
          () -> load(server, new Token.GoogleIdToken(Optional.of("x")), settings));
      assertEquals(0, server.connections());
    }
  }

  @Test
  void entraIssuesATokenOnceForManyRequestsAndAnotherWhenItIsRefused() throws Exception {
    try (Answering server = Answering.start();
        Answering entra = Answering.start()) {
      var issued = new AtomicInteger();
      entra.decides =
          exchange ->
              Answering.send(
                  exchange,
                  200,
                  "{\"access_token\": \"token-%d\", \"expires_in\": 3600}"
                      .formatted(issued.incrementAndGet()));
      var application =
          new Token.Entra(
              "contoso", "app", new SecretReference.Environment("KEY"), "api://f/.default");
      server.decides =
          exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            boolean old = "Bearer token-1".equals(token) && server.asked().size() > 1;
            Answering.send(exchange, old ? 401 : 200, "{\"reply\": 1}");
          };
      try (Loaded loaded = load(server, application, "tokens.entra = \"" + entra.url("") + "\"")) {
        var counter = loaded.runtimes().getFirst();
        for (int i = 0; i < 3; i++) {
          counter.decide(counter.empty(), Given.invocation("counter", "add", "1", Given.NOBODY));
        }
      }
      assertEquals(2, issued.get());
      assertEquals("/contoso/oauth2/v2.0/token", entra.got().getFirst().path());
      assertEquals(
          "grant_type=client_credentials&client_id=app&client_secret=azure-key"
              + "&scope=api%3A%2F%2Ff%2F.default",
          entra.got().getFirst().body());
      assertEquals("Bearer token-2", server.asked().getLast().header("authorization"));
    }
  }

  @Test
  void aTokenIsReplacedBeforeItExpiresAndKeptWhereNoOtherCanBeHad() throws Exception {
    Instant start = Instant.parse("2026-01-31T10:00:00Z");
    var now = new AtomicReference<>(start);
    var source = new Scripted();
    var keeper = new TokenKeeper(source, now::get, Duration.ofMinutes(2));
    source.next = Optional.of(start.plusSeconds(600));
    assertEquals(Map.of("n", "1"), keeper.held(SOON).headers());
    now.set(start.plusSeconds(479));
    assertEquals(Map.of("n", "1"), keeper.held(SOON).headers());
    now.set(start.plusSeconds(481));
    source.next = Optional.empty();
    assertEquals(Map.of("n", "1"), keeper.held(SOON).headers());
    now.set(start.plusSeconds(601));
    assertThrows(IOException.class, () -> keeper.held(SOON));
    source.next = Optional.of(start.plusSeconds(660));
    // It is to be renewed all its life, and is used for a while nevertheless.
    assertEquals(Map.of("n", "2"), keeper.held(SOON).headers());
    assertEquals(Map.of("n", "2"), keeper.held(SOON).headers());
    assertTrue(!keeper.held(SOON).toString().contains("2"));
  }

  /** Issues numbered tokens, or none. */
  private static final class Scripted implements TokenSource {
    private Optional<Instant> next = Optional.empty();
    private int issued;

    @Override
    public Issued issue() throws IOException {
      Instant expires = next.orElseThrow(() -> new IOException("none"));
      return new Issued(Map.of("n", Integer.toString(++issued)), expires);
    }

    @Override
    public boolean issuesOthers() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static void google(HttpExchange exchange, String token) throws IOException {
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    Answering.send(exchange, 200, token);
  }

  private static String identity(Instant expires) {
    String claims = "{\"aud\": \"x\", \"exp\": " + expires.getEpochSecond() + "}";
    return "eyJhbGciOiJub25lIn0."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private static Loaded load(Answering server, Token token, String settings) throws Exception {
    return HttpServices.load(
        "shop",
        new HttpTarget(server.url(""), List.of(), token),
        Given.settings(Given.LOOPBACK + (settings.isEmpty() ? "" : ", " + settings)),
        Given.surroundings());
  }
}

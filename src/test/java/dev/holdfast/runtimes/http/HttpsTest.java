package dev.holdfast.runtimes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsExchange;
import dev.holdfast.certificates.Authority;
import dev.holdfast.connectors.BrokerSettings.Own;
import dev.holdfast.connectors.BrokerSettings.Tls;
import dev.holdfast.connectors.link.Pem;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The address is pinned; what TLS speaks of is the name. */
class HttpsTest {
  /** A name of the certificate, which no resolver of this machine knows. */
  private static final String NAME = "functions.example";

  private static final Guard.Names LOOPBACK = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));

  @Test
  void aPinnedAddressIsAskedByItsName() throws Exception {
    try (Answering server = Answering.start(tls(ours()))) {
      var named = new CopyOnWriteArrayList<SNIServerName>();
      server.decides =
          exchange -> {
            var session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            named.addAll(session.getRequestedServerNames());
            Answering.send(exchange, 200, "{\"reply\": 1}");
          };
      try (Loaded loaded = load(NAME, server.port(), ours())) {
        var counter = loaded.runtimes().getFirst();
        counter.decide(counter.empty(), Given.invocation("counter", "add", "1", Given.NOBODY));
      }
      assertEquals(1, named.size());
      assertEquals(NAME, new String(named.getFirst().getEncoded(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    try (Answering server = Answering.start(tls(ours()))) {
      refused("others.example", server, ours());
    }
  }

  @Test
  void aCertificateOfAStrangerIsRefused() throws Exception {
    try (Answering server = Answering.start(tls(strangers()))) {
      refused(NAME, server, ours());
    }
  }

  private static Path ours() {
    return made("functions");
  }

  private static Path strangers() {
    return made("strangers-functions");
  }

  /** Kept with what the build makes: making them starts a dozen processes. */
  private static Path made(String name) {
    Path folder = Path.of("target", "https-certificates", name).toAbsolutePath();
    if (!Files.exists(folder.resolve("node.key"))) {
      Authority.create().issue(name, List.of(NAME), folder);
    }
    return folder;
  }

  private static void refused(String name, Answering server, Path authorities) {
    UnloadableCode refused =
        assertThrows(UnloadableCode.class, () -> load(name, server.port(), authorities));
    Given.says(refused, "No trusted connection");
    assertEquals(0, server.got().size());
  }

  private static Loaded load(String name, int port, Path certificates) throws Exception {
    return HttpServices.load(
        "shop",
        Given.target(URI.create("https://" + name + ":" + port)),
        Given.settings(
            "allow = [127.0.0.1], authorities = \"%s\"".formatted(certificates.resolve("ca.crt"))),
        Given.surroundings(),
        LOOPBACK);
  }

  private static SSLContext tls(Path folder) throws Exception {
    var own = new Own(folder.resolve("node.crt"), folder.resolve("node.key"));
    var keys = Pem.own(new Tls(Optional.empty(), Optional.of(own), true)).orElseThrow();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}

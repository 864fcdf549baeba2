package dev.holdfast.runtimes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.runtimes.UnloadableCode;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * URLs and names that lead into our own network. What must not be reached listens and counts, so
 * that a guard that lets through is seen to.
 */
class GuardTest {
  private static final String NAME = "https://functions.example";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:db8::1",
        "2001::1"
      })
  void aNameWithOneSuchAddressIsRefusedEvenBesidePublicOnes(String address) {
    List<InetAddress> both =
        List.of(InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral(address));
    var guard = new Guard(URI.create(NAME), Given.settings("").allow(), ports(), _ -> both);
    assertThrows(Guard.Refused.class, () -> guard.resolve("functions.example"));
    assertThrows(Guard.Refused.class, () -> guard.resolve("functions.example", 443));
  }

  @Test
  void publicAddressesAreLetThroughAndAllAreKept() throws Exception {
    List<InetAddress> two =
        List.of(InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral("2606:2800::1"));
    var guard = new Guard(URI.create(NAME), Given.settings("").allow(), ports(), _ -> two);
    assertEquals(two, List.of(guard.resolve("functions.example")));
  }

  @Test
  void plainHttpAndUnusualPortsAreForWhatIsAllowed() throws Exception {
    List<InetAddress> open = List.of(InetAddress.ofLiteral("93.184.215.14"));
    for (String url : List.of("http://functions.example", "https://functions.example:6379")) {
      var guard = new Guard(URI.create(url), Given.settings("").allow(), ports(), _ -> open);
      assertThrows(Guard.Refused.class, () -> guard.resolve("functions.example"), url);
      var allowing =
          new Guard(
              URI.create(url),
              Given.settings("allow = [functions.example]").allow(),
              ports(),
              _ -> open);
      assertEquals(open, List.of(allowing.resolve("functions.example")));
    }
  }

  @Test
  void anotherHostThanThatOfTheUrlIsNeverLookedUp() {
    var asked = new AtomicInteger();
    var guard =
        new Guard(
            URI.create(NAME),
            Given.settings("").allow(),
            ports(),
            _ -> {
              asked.incrementAndGet();
              return List.of();
            });
    assertThrows(Guard.Refused.class, () -> guard.resolve("other.example"));
    assertEquals(0, asked.get());
  }

  /** Nothing of these is connected to: they are refused as text, or once they are looked up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d",
        "https://127.0.0.1:%d",
        "http://[::1]:%d",
        "http://[::ffff:127.0.0.1]:%d",
        "http://localhost:%d",
        "http://2130706433:%d",
        "http://0x7f.1:%d",
        "http://0177.0.0.1:%d",
        "http://127.1:%d",
        "http://user@127.0.0.1:%d",
        "ftp://127.0.0.1:%d",
        "file:///etc/passwd?%d",
        "http://127.0.0.1:%d/?x=1"
      })
  void aUrlIntoOurNetworkReachesNobody(String form) throws Exception {
    try (Answering server = Answering.start()) {
      var target = Given.target(URI.create(form.formatted(server.port())));
      assertThrows(
          UnloadableCode.class,
          () -> HttpServices.load("shop", target, Given.settings(""), Given.surroundings()));
      assertEquals(0, server.connections());
    }
  }

  /** The negative control: the same server, allowed, is reached. */
  @Test
  void whatIsAllowedIsReached() throws Exception {
    try (Answering server = Answering.start()) {
      HttpServices.load(
              "shop",
              Given.target(server.url("")),
              Given.settings(Given.LOOPBACK),
              Given.surroundings())
          .close();
      assertEquals(1, server.connections());
    }
  }

  /** The second answer of the name is the one a check and a connection of their own fall for. */
  @Test
  void aNameThatAnswersDifferentlyEachTimeIsLookedUpOnceForAConnection() throws Exception {
    try (Answering server = Answering.start()) {
      List<String> asked = new ArrayList<>();
      Guard.Names rebinding =
          host -> {
            asked.add(host);
            return List.of(
                InetAddress.ofLiteral(asked.size() % 2 == 1 ? "127.0.0.1" : "127.0.0.2"));
          };
      URI url = URI.create("http://functions.example:" + server.port());
      // Only the first address is allowed: a second look would be seen as a refusal.
      var settings = Given.settings("allow = [127.0.0.1]");
      HttpServices.load("shop", Given.target(url), settings, Given.surroundings(), rebinding)
          .close();
      assertEquals(List.of("functions.example"), asked);
      assertEquals("functions.example:" + server.port(), server.got().getFirst().header("host"));

      UnloadableCode refused =
          assertThrows(
              UnloadableCode.class,
              () ->
                  HttpServices.load(
                      "shop", Given.target(url), settings, Given.surroundings(), rebinding));
      Given.says(refused, "127.0.0.2");
      assertEquals(2, asked.size(), "a refused address is not looked up again");
    }
  }

  private static Set<Integer> ports() {
    return Given.settings("").ports();
  }
}

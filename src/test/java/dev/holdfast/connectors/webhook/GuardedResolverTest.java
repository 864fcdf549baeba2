package dev.holdfast.connectors.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardedResolverTest {
  private static final LookupPolicy POLICY = LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6);

  private volatile List<String> answer = List.of();
  private final InetAddressResolver resolver =
      GuardedResolver.guarding(
          new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
              return answer.stream().map(InetAddress::ofLiteral);
            }

            @Override
            public String lookupByAddress(byte[] address) {
              return "name";
            }
          });

  private List<String> lookUp(String host) throws UnknownHostException {
    return resolver.lookupByName(host, POLICY).map(InetAddress::getHostAddress).toList();
  }

  @Test
  void aNameThatIsBoundAnewIsCheckedAnew() throws UnknownHostException {
    try (var _ = GuardedNames.guard("Hook.Test")) {
      answer = List.of("8.8.8.8");
      assertEquals(List.of("8.8.8.8"), lookUp("hook.test"));
      answer = List.of("127.0.0.1");
      UnknownHostException refused =
          assertThrows(UnknownHostException.class, () -> lookUp("HOOK.test"));
      assertEquals(
          "HOOK.test has the address 127.0.0.1, which is not public", refused.getMessage());
    }
  }

  @Test
  void oneAddressThatIsNotPublicSpoilsTheOthers() {
    try (var _ = GuardedNames.guard("hook.test")) {
      answer = List.of("8.8.8.8", "2606:4700:4700::1111", "fd00::1");
      assertThrows(UnknownHostException.class, () -> lookUp("hook.test"));
    }
  }

  @Test
  void otherNamesAreResolvedAsEver() throws UnknownHostException {
    answer = List.of("127.0.0.1");
    try (var _ = GuardedNames.guard("hook.test")) {
      assertEquals(List.of("127.0.0.1"), lookUp("database.test"));
      assertEquals("name", resolver.lookupByAddress(new byte[4]));
    }
    assertEquals(List.of("127.0.0.1"), lookUp("hook.test"));
  }

  @Test
  void aNameIsGuardedAsLongAsAnybodyGuardsIt() throws UnknownHostException {
    answer = List.of("127.0.0.1");
    GuardedNames.Guard first = GuardedNames.guard("hook.test");
    GuardedNames.Guard second = GuardedNames.guard("hook.test");
    first.close();
    assertThrows(UnknownHostException.class, () -> lookUp("hook.test"));
    second.close();
    assertEquals(List.of("127.0.0.1"), lookUp("hook.test"));
  }

  /** Else the guard would be a class that nobody asks. */
  @Test
  void theJvmResolvesThroughTheGuard() {
    assertTrue(GuardedResolver.isInstalled());
  }

  @Test
  void whereTheJvmDoesNotNoWebhookIsMade() throws Exception {
    assertTrue(run().startsWith("made"), run());
    String refused = run("-Djdk.net.hosts.file=" + Path.of("nowhere"));
    assertTrue(
        refused.startsWith("holdfast.connectors.hook.allow-private: must be true where"), refused);
  }

  /** What a JVM of its own says to a webhook. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Making.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it hangs");
    return printed;
  }

  /** A program that makes a webhook. */
  static final class Making {
    private Making() {}

    public static void main(String[] arguments) {
      String block = "topic = orders, url = \"https://hooks.example.com/\"";
      var settings = WebhookSettings.of("hook", ConfigFactory.parseString(block));
      try (var _ = new WebhookOutlet(settings, () -> Instant.EPOCH, Map.of())) {
        System.out.println("made");
      } catch (InvalidSetting refused) {
        System.out.println(refused.getMessage());
      }
    }
  }
}

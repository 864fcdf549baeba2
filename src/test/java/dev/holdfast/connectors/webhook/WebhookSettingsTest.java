package dev.holdfast.connectors.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.connectors.webhook.WebhookSettings.Mode;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSettingsTest {
  private static final String LEAST = "topic = orders, url = \"https://hooks.example.com/a?b=c\"\n";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir private Path directory = Path.of("");

  private static WebhookSettings read(String block) {
    return WebhookSettings.of("orders-hook", ConfigFactory.parseString(block));
  }

  private static String refused(String block) {
    return String.valueOf(
        assertThrows(InvalidSetting.class, () -> read(block), block).getMessage());
  }

  @Test
  void theDefaultsAreThese() {
    assertEquals(
        new WebhookSettings(
            "orders-hook",
            "orders",
            URI.create("https://hooks.example.com/a?b=c"),
            Mode.STRUCTURED,
            List.of(),
            false,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            64 << 10,
            16,
            1000),
        read(LEAST));
  }

  @Test
  void aBlockSaysWhatItWantsOtherwise() {
    WebhookSettings settings =
        read(
            """
            type = webhook, direction = sink, topic = orders, url = "http://10.0.0.1:8080"
            mode = Binary, allow-private = true, concurrent = 2, waiting = 0, response = 1 KiB
            secrets = [{ env = NEW }, { file = "/run/old" }]
            """);
    assertEquals(Mode.BINARY, settings.mode());
    assertEquals(
        List.of(new SecretSource.Environment("NEW"), new SecretSource.InFile(Path.of("/run/old"))),
        settings.secrets());
  }

  @Test
  void whatCannotBeIsRefusedByName() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("", "holdfast.connectors.orders-hook.topic"),
            Map.entry("topic = orders", "holdfast.connectors.orders-hook.url"),
            Map.entry(LEAST + "topic = Orders", ".topic: must be lower-case"),
            Map.entry(LEAST + "type = rabbitmq", ".type: must be webhook"),
            Map.entry(LEAST + "direction = source", ".direction: must be sink"),
            Map.entry(LEAST + "mode = batch", ".mode: must be structured or binary"),
            Map.entry(LEAST + "secret = x", ".secret: is no key of a webhook"),
            Map.entry(LEAST + "concurrent = 0", ".concurrent: must be 1 to"),
            Map.entry(LEAST + "connect-timeout = 0s", "longer than nothing"),
            Map.entry(LEAST + "secrets = [" + SECRET + "]", ".secrets: must be a list of"),
            Map.entry(LEAST + "secrets = " + SECRET, ".secrets: must be a list of"),
            Map.entry(LEAST + "secrets = [{ value = " + SECRET + " }]", ".secrets: must be a list"),
            Map.entry(LEAST + "secrets = [{ env = A, file = B }]", ".secrets: must be a list of"),
            Map.entry(
                LEAST + "secrets = [{env = A}, {env = B}, {env = C}]", ".secrets: must be two"),
            Map.entry(LEAST + "url = \"ftp://a/\"", ".url: must begin with"),
            Map.entry(LEAST + "url = \"//a/\"", ".url: must begin with"),
            Map.entry(LEAST + "url = \"https:///x\"", ".url: must name a host"),
            Map.entry(LEAST + "url = \"https://u:p@a/\"", ".url: must name a host"),
            Map.entry(LEAST + "url = \"https://a/#f\"", ".url: must name a host"),
            Map.entry(LEAST + "url = \"a b\"", ".url: is not a URL"));
    wrong.forEach(
        (block, told) -> {
          String message = refused(block);
          assertTrue(message.contains(told), message);
          assertTrue(!message.contains(SECRET), message);
        });
    assertThrows(
        InvalidSetting.class, () -> WebhookSettings.of("Upper", ConfigFactory.parseString(LEAST)));
  }

  @Test
  void anAddressThatIsNotPublicIsRefusedAtOnce() {
    for (String host :
        List.of(
            "127.0.0.1",
            "0.0.0.0",
            "10.0.0.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "[64:ff9b::7f00:1]")) {
      String url = "url = \"http://" + host + ":80/\"\n";
      String message = refused(LEAST + url);
      assertTrue(message.contains(".url: is not a public address"), message);
      assertTrue(read(LEAST + url + "allow-private = true").allowPrivate());
    }
    for (String host : List.of("2130706433", "127.1", "0x7f.1")) {
      refused(LEAST + "url = \"http://" + host + "/\"");
    }
    assertEquals("8.8.8.8", read(LEAST + "url = \"http://8.8.8.8/\"").url().getHost());
  }

  @Test
  void secretsAreFoundWhereTheyAreSaidToBe() throws IOException {
    Path file = directory.resolve("secret");
    Files.writeString(file, SECRET + "\n");
    byte[] key = HexFormat.of().parseHex("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0");
    for (SecretSource source :
        List.of(new SecretSource.InFile(file), new SecretSource.Environment("HOOK"))) {
      assertEquals(
          HexFormat.of().formatHex(key),
          HexFormat.of().formatHex(source.key(Map.of("HOOK", SECRET))));
    }
  }

  @Test
  void aSecretThatIsNoneIsRefusedWithoutBeingTold() {
    for (String secret : List.of("", "short", "whsec_c2hvcnQ=", "not base64!", "A".repeat(100))) {
      InvalidSetting refused =
          assertThrows(
              InvalidSetting.class,
              () ->
                  new WebhookOutlet(
                          read(LEAST + "secrets = [{ env = HOOK }]"),
                          InstantSource.system(),
                          Map.of("HOOK", secret))
                      .close());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith("holdfast.connectors.orders-hook.secrets: "), message);
      assertTrue(secret.isEmpty() || !message.contains(secret), message);
    }
    assertThrows(
        InvalidSetting.class,
        () ->
            new WebhookOutlet(
                    read(LEAST + "secrets = [{ file = \"/nowhere\" }]"),
                    InstantSource.system(),
                    Map.of())
                .close());
  }
}

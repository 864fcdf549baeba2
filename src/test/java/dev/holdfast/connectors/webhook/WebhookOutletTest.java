package dev.holdfast.connectors.webhook;

import static dev.holdfast.connectors.webhook.Posting.NEW;
import static dev.holdfast.connectors.webhook.Posting.OLD;
import static dev.holdfast.connectors.webhook.Posting.deliver;
import static dev.holdfast.connectors.webhook.Posting.outlet;
import static dev.holdfast.connectors.webhook.Posting.why;
import static dev.holdfast.connectors.webhook.Receiver.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is posted, and what the answer means. */
@Timeout(60)
class WebhookOutletTest {
  @TempDir private Path directory = Path.of("");
  private final Receiver receiver = Receiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void aMessageIsPostedAsASignedStructuredEvent() throws Exception {
    try (var outlet = outlet(receiver, "secrets = [{ env = NEW }]")) {
      assertEquals("o-1", outlet.line(message(1, "o-1", "1")));
      assertEquals(
          new Handover.Accepted(), deliver(outlet, message(4711, "o-1", "{\"total\":1.50}")));
    }
    Receiver.Got got = receiver.got.getFirst();
    assertEquals("POST /hook?a=b", got.method() + " " + got.path());
    assertEquals("application/cloudevents+json; charset=utf-8", got.header("content-type"));
    assertTrue(got.text().contains("\"data\":{\"total\":1.50}"), got.text());
    assertEquals("17-4711-0", got.header("webhook-id"));
    assertEquals("1769904007", got.header("webhook-timestamp"));
    assertTrue(Receiver.verifies(got, NEW));
    assertTrue(!Receiver.verifies(got, OLD));
    CloudEvent event =
        HttpMessageFactory.createReader(got.headers(), got.text().getBytes(StandardCharsets.UTF_8))
            .toEvent();
    assertEquals("17-4711-0", event.getId());
    assertEquals("/services/orders/o-1", event.getSource().toString());
    assertEquals("orders", event.getType());
    assertEquals("o-1", event.getSubject());
  }

  @Test
  void aMessageIsPostedInBinaryModeOnDemand() throws Exception {
    try (var outlet = outlet(receiver, "mode = binary, secrets = [{ env = NEW }]")) {
      TopicMessage message =
          message(
              1,
              "k",
              "\"<a/>\"",
              "id",
              "ü 1",
              "source",
              "/s",
              "type",
              "t",
              "datacontenttype",
              "text/xml");
      assertEquals("accepted", why(deliver(outlet, message)));
    }
    Receiver.Got got = receiver.got.getFirst();
    assertEquals("<a/>", got.text());
    assertEquals("text/xml", got.header("content-type"));
    assertEquals("%C3%BC%201", got.header("ce-id"));
    assertEquals("1.0", got.header("ce-specversion"));
    assertTrue(Receiver.verifies(got, NEW));
  }

  @Test
  void whileASecretIsReplacedBothSign() throws Exception {
    Path file = directory.resolve("secret");
    Files.writeString(file, NEW);
    try (var outlet = outlet(receiver, "secrets = [{ file = \"" + file + "\" }, { env = OLD }]")) {
      deliver(outlet, message(1, "k", "1"));
      assertTrue(Receiver.verifies(receiver.got.getFirst(), NEW));
      assertTrue(Receiver.verifies(receiver.got.getFirst(), OLD));
      Files.writeString(file, "whsec_" + "B".repeat(32) + "\n");
      deliver(outlet, message(2, "k", "1"));
      assertTrue(!Receiver.verifies(receiver.got.getLast(), NEW));
      assertTrue(Receiver.verifies(receiver.got.getLast(), "B".repeat(32)));
      Files.delete(file);
      assertEquals(
          "not now: The secret's file cannot be read, or is longer than 4 KiB",
          why(deliver(outlet, message(3, "k", "1"))));
      assertEquals(2, receiver.got.size());
    }
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    try (var outlet = outlet(receiver)) {
      deliver(outlet, message(1, "k", "1"));
      assertEquals("", receiver.got.getFirst().header("webhook-signature"));
      assertEquals("17-1-0", receiver.got.getFirst().header("webhook-id"));
    }
  }

  @Test
  void theStatusDecides() throws Exception {
    try (var outlet = outlet(receiver)) {
      for (int status : new int[] {200, 201, 202, 204, 299}) {
        receiver.answering = exchange -> Receiver.status(exchange, status, "");
        assertEquals("accepted", why(deliver(outlet, message(status, "k", "1"))));
      }
      for (int status : new int[] {408, 425, 429, 500, 501, 502, 503, 504, 599}) {
        receiver.answering = exchange -> Receiver.status(exchange, status, "");
        assertEquals(
            "not now: Answered " + status + ".", why(deliver(outlet, message(status, "k", "1"))));
      }
      for (int status : new int[] {400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 499}) {
        receiver.answering = exchange -> Receiver.status(exchange, status, "");
        assertEquals(
            "refused: Answered " + status + ".", why(deliver(outlet, message(status, "k", "1"))));
      }
    }
  }

  @Test
  void whatTheOtherSideSaysIsTold() throws Exception {
    try (var outlet = outlet(receiver)) {
      receiver.answering =
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            Receiver.status(exchange, 503, "come\r\nback\u0007 later" + "x".repeat(1_000));
          };
      String why = why(deliver(outlet, message(1, "k", "1")));
      assertTrue(why.startsWith("not now: Answered 503: come back laterxxx"), why);
      assertTrue(why.endsWith("x (Retry-After: 120)"), why);
      assertTrue(why.length() < 300, why);
      receiver.answering =
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "<script>");
            Receiver.status(exchange, 429, "");
          };
      assertEquals("not now: Answered 429.", why(deliver(outlet, message(2, "k", "1"))));
    }
  }
}

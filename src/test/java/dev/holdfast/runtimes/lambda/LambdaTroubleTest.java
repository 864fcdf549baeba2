package dev.holdfast.runtimes.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.http.Answering;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Invoke API says when something is wrong, said by a server of ours. */
class LambdaTroubleTest {
  private static final String DECIDED = "{\"status\": 200, \"body\": {\"reply\": 1}}";

  /** Answers to {@code discover} at once, and to all else as it is told. */
  private static Answering start(Answering.Decides decides) throws IOException {
    Answering server = Answering.start();
    server.decides =
        exchange -> {
          if (server.got().getLast().body().contains("/discover")) {
            Answering.send(
                exchange, 200, "{\"status\": 200, \"body\": " + Answering.DESCRIPTION + "}");
          } else {
            decides.answer(exchange);
          }
        };
    return server;
  }

  private static Decision.Accepted decided(Answering server) throws Exception {
    try (Loaded loaded = Given.load(Given.target("shop", server.url("")), "")) {
      var counter = loaded.runtimes().getFirst();
      return assertInstanceOf(
          Decision.Accepted.class, counter.decide(counter.empty(), Given.invocation("add", "1")));
    }
  }

  private static void says(Throwable failure, String text) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(text), message);
  }

  @Test
  void itIsInvokedSynchronouslyByItsAliasAndSignedForAws() throws Exception {
    try (Answering server = start(exchange -> Answering.send(exchange, 200, DECIDED))) {
      assertEquals("1", decided(server).reply().toString());
      Answering.Got got = server.got().getLast();
      assertEquals("/2015-03-31/functions/shop/invocations?Qualifier=live", got.path());
      assertEquals("RequestResponse", got.header("x-amz-invocation-type"));
      assertTrue(got.header("authorization").startsWith("AWS4-HMAC-SHA256 Credential=AKIDTEST/"));
      assertTrue(got.header("authorization").contains("/eu-central-1/lambda/aws4_request"));
      assertTrue(got.body().startsWith("{\"path\":\"/holdfast/v1/decide\",\"body\":{"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429,TooManyRequestsException",
    "500,ServiceException",
    "502,EC2UnexpectedException",
    "503,ServiceUnavailable",
    "409,ResourceConflictException"
  })
  void whatMayPassIsAskedAgain(int status, String type) throws Exception {
    var asked = new AtomicInteger();
    try (Answering server =
        start(
            exchange -> {
              if (asked.incrementAndGet() < 3) {
                failed(exchange, status, type);
              } else {
                Answering.send(exchange, 200, DECIDED);
              }
            })) {
      decided(server);
      assertEquals(3, asked.get());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403,AccessDeniedException",
    "404,ResourceNotFoundException",
    "400,InvalidRequestContentException",
    "413,RequestTooLargeException"
  })
  void whatWouldBeTheSameAgainIsAskedOnce(int status, String type) throws Exception {
    var asked = new AtomicInteger();
    try (Answering server =
        start(
            exchange -> {
              asked.incrementAndGet();
              failed(exchange, status, type);
            })) {
      says(assertThrows(FunctionFailed.class, () -> decided(server)), "It could not be invoked");
      assertEquals(1, asked.get());
    }
  }

  private static void failed(HttpExchange exchange, int status, String type) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
    Answering.send(exchange, status, "{\"Message\": \"not now\"}");
  }

  /** The status is 200; only the header says so. */
  @Test
  void aFailureOfTheFunctionIsToldByItsTypeAndMessage() throws Exception {
    try (Answering server =
        start(
            exchange -> {
              exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
              Answering.send(
                  exchange,
                  200,
                  "{\"errorType\": \"Sandbox.Timedout\", \"errorMessage\": \"after 3.00 s\"}");
            })) {
      says(
          assertThrows(FunctionFailed.class, () -> decided(server)),
          "The function failed: Sandbox.Timedout: after 3.00 s");
    }
  }

  @Test
  void aProcessThatDiedIsAskedAgain() throws Exception {
    var asked = new AtomicInteger();
    try (Answering server =
        start(
            exchange -> {
              if (asked.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
                Answering.send(exchange, 200, "{\"errorType\": \"Runtime.ExitError\"}");
              } else {
                Answering.send(exchange, 200, DECIDED);
              }
            })) {
      decided(server);
      assertEquals(2, asked.get());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"status\": 500, \"body\": {\"error\": \"so\"}}", "[]", "null", "{", "{}"})
  void whatIsNoAnswerIsAFailure(String payload) throws Exception {
    try (Answering server = start(exchange -> Answering.send(exchange, 200, payload))) {
      assertThrows(FunctionFailed.class, () -> decided(server));
    }
  }

  @Test
  void aRequestThatLambdaWouldNotTakeIsNotSent() throws Exception {
    try (Answering server = start(exchange -> Answering.send(exchange, 200, DECIDED));
        Loaded loaded = Given.load(Given.target("shop", server.url("")), "")) {
      var counter = loaded.runtimes().getFirst();
      int before = server.got().size();
      String large = "\"" + "x".repeat(6 << 20) + "\"";
      says(
          assertThrows(
              FunctionFailed.class,
              () -> counter.decide(counter.empty(), Given.invocation("add", large))),
          "Lambda takes 6291456");
      assertEquals(before, server.got().size());
    }
  }

  @Test
  void theVersionIsOfTheCodeThatLambdaSaysItRan() throws Exception {
    var executed = new AtomicReference<>("3");
    try (Answering server = Answering.start()) {
      server.decides =
          exchange -> {
            exchange.getResponseHeaders().set("X-Amz-Executed-Version", executed.get());
            Answering.send(
                exchange, 200, "{\"status\": 200, \"body\": " + Answering.DESCRIPTION + "}");
          };
      var target = Given.target("shop", server.url(""));
      try (Loaded three = Given.load(target, "");
          Loaded again = Given.load(target, "")) {
        assertEquals(three.version(), again.version());
        executed.set("4");
        try (Loaded four = Given.load(target, "")) {
          assertNotEquals(three.version(), four.version());
        }
      }
    }
  }

  @Test
  void whatWouldLeadElsewhereIsRefusedBeforeAnythingIsSent() {
    URI inside = URI.create("http://169.254.169.254");
    for (LambdaTarget target :
        List.of(
            Given.target("shop", inside),
            Given.target("shop", URI.create("http://localhost")),
            Given.target("../../x", URI.create("http://127.0.0.1:1")),
            new LambdaTarget(
                "shop",
                Optional.empty(),
                "eu-central-1.example.com/#",
                Optional.empty(),
                new LambdaTarget.Credentials.Ambient()))) {
      assertThrows(UnloadableCode.class, () -> Given.load(target, "tries = 1"));
    }
  }
}

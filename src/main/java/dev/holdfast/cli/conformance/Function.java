package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.wire.RawConnection;
import dev.holdfast.cli.conformance.wire.Request;
import dev.holdfast.cli.conformance.wire.Transport;
import dev.holdfast.protocol.Json;
import java.io.IOException;

/** The function that is judged: asked as a node would ask it. */
public final class Function {
  private static final String PATH = "/holdfast/v1/";

  private final Transport transport;

  Function(Transport transport) {
    this.transport = transport;
  }

  /** A request of one of the three kinds: {@code discover}, {@code decide}, {@code fold}. */
  public static Request request(String operation, JsonNode body) {
    return Request.post(PATH + operation, Json.of(JsonText.line(body)));
  }

  /** The same with a body that need not be JSON. */
  static Request request(String operation, String body) {
    return Request.post(PATH + operation, Json.of(body));
  }

  public Said ask(String operation, JsonNode body) throws Unmet {
    return ask(request(operation, body));
  }

  Said ask(Request request) throws Unmet {
    try {
      return new Said(request, transport.send(request));
    } catch (IOException e) {
      throw new Unmet(request.toString(), "an answer", told(e));
    }
  }

  /** Something to be done with a connection. */
  @FunctionalInterface
  interface Raw {
    void with(RawConnection connection) throws IOException, Unmet;
  }

  /** Lets bytes go as they are. */
  void raw(String what, Raw raw) throws Unmet, NotHere {
    try (RawConnection connection = connection()) {
      raw.with(connection);
    } catch (IOException e) {
      throw new Unmet(what, "an answer", told(e));
    }
  }

  private RawConnection connection() throws IOException, NotHere {
    return transport
        .connect()
        .orElseThrow(() -> new NotHere("bytes that go through TLS cannot be looked at"));
  }

  private static String told(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}

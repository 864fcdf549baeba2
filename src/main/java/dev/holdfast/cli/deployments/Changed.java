package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A deployment after something was done to it. */
record Changed(Connection connection, Terminal terminal) {
  /** Does it, and shows the deployment. */
  int by(Client client, String name, String what, ObjectNode body) throws IOException {
    JsonNode page =
        Connection.agreed(
                client.post(
                    Client.path("v1", "deployments", name, what),
                    body.toString().getBytes(StandardCharsets.UTF_8),
                    Map.of()))
            .json();
    if (connection.json()) {
      terminal.out().println(JsonText.line(page));
    } else {
      Pages.one(page, terminal);
    }
    return ExitCode.OK;
  }
}

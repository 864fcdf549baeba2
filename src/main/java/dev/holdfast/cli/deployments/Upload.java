package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.client.Client;
import dev.holdfast.packages.PackageFile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Code on its way to a cluster: the package, then what is to become of it. */
public final class Upload {
  private Upload() {}

  /**
   * Sends a package and has it deployed.
   *
   * @param request what {@code POST /v1/deployments} takes, without the package
   * @param signature in base64; empty for none
   * @param says is told how far it is
   * @return how the deployment stands then
   */
  public static JsonNode deploy(
      Client client,
      ObjectNode request,
      PackageFile code,
      Optional<String> signature,
      Consumer<String> says)
      throws IOException {
    Map<String, String> headers =
        signature.map(text -> Map.of("Holdfast-Signature", text)).orElse(Map.of());
    JsonNode kept =
        Connection.agreed(
                client.post(
                    Client.path("v1", "packages"), "application/zip", code.bytes(), headers))
            .json();
    request.put("package", kept.path("digest").asText());
    return begin(client, request, says);
  }

  /** Has something deployed that is not a package. */
  static JsonNode begin(Client client, ObjectNode request, Consumer<String> says)
      throws IOException {
    return Told.by(client, Client.path("v1", "deployments"), request, says);
  }
}

package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.SecretReference;
import java.util.Optional;

/** What goes with each request for the cloud that a function runs in. */
public sealed interface Token {
  /** Nothing: the signature is enough. */
  record None() implements Token {}

  /** A header whose value is a secret, such as {@code x-functions-key} of Azure Functions. */
  record Header(String name, SecretReference value) implements Token {}

  /**
   * An identity token of Google, from the metadata server of the machine that the node runs on.
   *
   * @param audience for whom; absent for the URL of the service, as Cloud Run expects it
   */
  record GoogleIdToken(Optional<String> audience) implements Token {}

  /**
   * An access token of Microsoft Entra for an application (client credentials).
   *
   * @param tenant id or domain
   * @param client id of the application
   * @param scope such as {@code api://ID/.default}
   */
  record Entra(String tenant, String client, SecretReference secret, String scope)
      implements Token {}
}

package dev.holdfast.runtimes.lambda;

import dev.holdfast.outbound.SecretReference;
import java.net.URI;
import java.util.Optional;

/**
 * A function in AWS Lambda.
 *
 * <p>Invariant: holds no secret, only where they are to be found.
 *
 * @param function its name or ARN, without a qualifier
 * @param qualifier a version or an alias; absent for the newest code
 * @param region such as {@code eu-central-1}
 * @param endpoint instead of AWS itself, for emulators
 */
public record LambdaTarget(
    String function,
    Optional<String> qualifier,
    String region,
    Optional<URI> endpoint,
    Credentials credentials) {

  /** With what requests are signed. */
  public sealed interface Credentials {
    /** As all programs of AWS find them: variables, files, the role of the machine. */
    record Ambient() implements Credentials {}

    /**
     * Those of a user, looked up for each request.
     *
     * @param session of temporary ones; absent for others
     */
    record Keys(SecretReference id, SecretReference secret, Optional<SecretReference> session)
        implements Credentials {}
  }
}

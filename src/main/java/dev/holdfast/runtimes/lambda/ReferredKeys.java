package dev.holdfast.runtimes.lambda;

import dev.holdfast.outbound.SecretReference;
import dev.holdfast.outbound.Surroundings;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Credentials of which the target says where they are; looked up for each request. */
final class ReferredKeys implements AwsCredentialsProvider {
  private final LambdaTarget.Credentials.Keys keys;
  private final Surroundings surroundings;

  ReferredKeys(LambdaTarget.Credentials.Keys keys, Surroundings surroundings) {
    this.keys = keys;
    this.surroundings = surroundings;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      String id = resolved(keys.id());
      String secret = resolved(keys.secret());
      return keys.session().isPresent()
          ? AwsSessionCredentials.create(id, secret, resolved(keys.session().get()))
          : AwsBasicCredentials.create(id, secret);
    } catch (IOException e) {
      throw SdkClientException.create("its credentials: " + e.getMessage(), e);
    }
  }

  private String resolved(SecretReference secret) throws IOException {
    return secret.resolve(surroundings.environment()).value().strip();
  }
}

package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.SecretReference;
import dev.holdfast.outbound.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Nothing, or a header of which the settings say where it is; read again now and then. */
final class FixedToken implements TokenSource {
  private static final Duration READ_AGAIN = Duration.ofMinutes(1);

  private final Optional<Token.Header> header;
  private final Surroundings surroundings;

  FixedToken(Optional<Token.Header> header, Surroundings surroundings) {
    this.header = header;
    this.surroundings = surroundings;
  }

  @Override
  public Issued issue() throws IOException {
    Map<String, String> headers =
        header.isEmpty() ? Map.of() : Map.of(header.get().name(), value(header.get().value()));
    return new Issued(headers, surroundings.clock().instant().plus(READ_AGAIN));
  }

  private String value(SecretReference secret) throws SecretMissing {
    try {
      String value = secret.resolve(surroundings.environment()).value().strip();
      if (value.isEmpty() || !value.chars().allMatch(it -> it >= ' ' && it < 0x7f)) {
        throw new IOException("a secret for a header is one line of ASCII");
      }
      return value;
    } catch (IOException e) {
      throw new SecretMissing(e);
    }
  }

  @Override
  public boolean issuesOthers() {
    return false;
  }

  @Override
  public void close() {}
}

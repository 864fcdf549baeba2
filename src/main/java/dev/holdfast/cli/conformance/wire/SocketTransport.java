package dev.holdfast.cli.conformance.wire;

import java.io.IOException;
import java.util.Optional;

/** To a Unix socket, which the JDK's HTTP client does not speak over: a connection a request. */
final class SocketTransport implements Transport {
  private final Target target;

  SocketTransport(Target target) {
    this.target = target;
  }

  @Override
  public Response send(Request request) throws IOException {
    try (RawConnection connection = connect().orElseThrow()) {
      return connection.ask(request);
    }
  }

  @Override
  public Optional<RawConnection> connect() throws IOException {
    return Optional.of(RawConnection.open(target, target.address().orElseThrow()));
  }

  @Override
  public void close() {}
}

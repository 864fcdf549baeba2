package dev.holdfast.cli.conformance.wire;

import java.io.IOException;
import java.util.Optional;

/** A way to a function. May be used by any number of threads; an interrupt ends a request. */
public interface Transport extends AutoCloseable {
  Response send(Request request) throws IOException;

  /** A connection by which bytes go as they are; absent where they would be encrypted. */
  Optional<RawConnection> connect() throws IOException;

  @Override
  void close();
}

package dev.holdfast.runtimes.http;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Where tokens come from. */
interface TokenSource extends AutoCloseable {
  /**
   * One token.
   *
   * @param headers that carry it
   */
  record Issued(Map<String, String> headers, Instant expires) {
    public Issued {
      headers = Map.copyOf(headers);
    }

    static Issued bearer(String token, Instant expires) throws IOException {
      if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
        throw new IOException("what was issued is no token");
      }
      return new Issued(Map.of("authorization", "Bearer " + token), expires);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** Fetches one; blocks. */
  Issued issue() throws IOException;

  /** Whether it gives another one when it is asked again. */
  boolean issuesOthers();

  @Override
  void close();
}

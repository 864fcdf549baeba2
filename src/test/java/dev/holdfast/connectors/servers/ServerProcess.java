package dev.holdfast.connectors.servers;

import java.io.IOException;
import java.util.Optional;

/**
 * A server in a process of its own, which a test kills, freezes and starts again.
 *
 * <p>Invariant: nothing of it is left after {@link #close}.
 */
public abstract class ServerProcess implements AutoCloseable {
  private Optional<Process> server = Optional.empty();

  /** Starts the process and waits until it listens. */
  abstract Process run() throws IOException;

  /** Starts it, and later again on the same data. */
  public final void restart() throws IOException {
    server = Optional.of(run());
  }

  /** SIGKILL. */
  public final void kill() {
    server.ifPresent(Machine::kill);
  }

  /** SIGSTOP: it keeps its connections and answers nothing. */
  public final void freeze() throws IOException {
    Machine.signal(server.orElseThrow(), "STOP");
  }

  public final void thaw() throws IOException {
    Machine.signal(server.orElseThrow(), "CONT");
  }

  @Override
  public void close() {
    kill();
  }
}

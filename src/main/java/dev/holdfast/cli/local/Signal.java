package dev.holdfast.cli.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the operating system does to a process; the JDK itself can only end one. */
public enum Signal {
  STOP,
  CONT,
  TERM,
  KILL;

  /** Sends it to processes of ours; one that is gone already is no failure. */
  public void send(Collection<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> line = new ArrayList<>(List.of("kill", "-" + name()));
    pids.forEach(pid -> line.add(Long.toString(pid)));
    try {
      new ProcessBuilder(line)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new LocalFailed("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.process.confinement.Confinement;
import dev.holdfast.runtimes.process.confinement.Confinement.Inmate;
import dev.holdfast.runtimes.process.confinement.Walls;
import dev.holdfast.runtimes.process.limits.ProcessTree;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What one process is given by its node and gives back with its end: a user, a folder, a place in
 * the watch.
 */
record ProcessSeat(
    Prepared prepared,
    FunctionHost host,
    long incarnation,
    OptionalInt user,
    PrivateFolder folder) {

  /** Starts a process and waits until it listens. */
  static FunctionProcess start(Prepared prepared, FunctionHost host, long incarnation)
      throws NoAnswer, KilledAtStart, InterruptedException {
    ProcessCounters counters = host.counters();
    long begun = System.nanoTime();
    counters.starts(1);
    try {
      FunctionProcess process = take(prepared, host, incarnation).started();
      process.listen();
      counters.started(System.nanoTime() - begun);
      return process;
    } catch (IOException e) {
      throw new NoAnswer(
          "%s cannot be started: %s".formatted(prepared.code().name(), e.getMessage()), e);
    } finally {
      counters.starts(-1);
    }
  }

  private static ProcessSeat take(Prepared prepared, FunctionHost host, long incarnation)
      throws NoAnswer, IOException, InterruptedException {
    OptionalInt user = host.takeUser(prepared);
    String name = "holdfast-%d-%d-".formatted(ProcessHandle.current().pid(), incarnation);
    try {
      var folder = PrivateFolder.make(host.settings().sockets(), name, user);
      return new ProcessSeat(prepared, host, incarnation, user, folder);
    } catch (IOException e) {
      host.giveBack(user);
      throw e;
    }
  }

  private FunctionProcess started() throws IOException, InterruptedException {
    Path begins = code().folder();
    List<String> command =
        confinement()
            .command(
                new Inmate(
                    prepared.command(settings()),
                    begins,
                    prepared.readable(),
                    folder.path(),
                    user));
    var builder = new ProcessBuilder(command).directory(begins.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("LANG", "C.UTF-8");
    boolean ownTemporary = confinement().walls() == Walls.BUBBLEWRAP;
    environment.put("TMPDIR", ownTemporary ? "/tmp" : folder.temporary().toString());
    environment.putAll(code().language().environment(settings()));
    environment.put("HOLDFAST_SOCKET", folder.socket().toString());
    Process process;
    try {
      process = host.launch(builder);
    } catch (IOException e) {
      giveBack();
      throw e;
    }
    var started = new FunctionProcess(this, process);
    host.watch().add(started);
    return started;
  }

  FunctionCode code() {
    return prepared.code();
  }

  ProcessSettings settings() {
    return host.settings();
  }

  ProcessCounters counters() {
    return host.counters();
  }

  private Confinement confinement() {
    return prepared.confinement();
  }

  /** Behind tight walls its children say enough, and a user could be one of the machine's. */
  ProcessTree.Signs signs() {
    if (confinement().isTight()) {
      return new ProcessTree.Signs(false, OptionalInt.empty(), "");
    }
    return new ProcessTree.Signs(
        confinement().hasSession(), user, "HOLDFAST_SOCKET=" + folder.socket());
  }

  /** Called when nothing of it runs any more. */
  void leave(FunctionProcess process) throws InterruptedException {
    try {
      host.watch().remove(process);
    } catch (IOException e) {
      throw new IllegalStateException("A process that was started is watched", e);
    }
    giveBack();
  }

  private void giveBack() throws InterruptedException {
    folder.delete();
    host.giveBack(user);
  }
}

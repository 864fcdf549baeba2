package dev.holdfast;

import dev.holdfast.cli.node.NodeFailed;
import dev.holdfast.journal.WireNames;
import dev.holdfast.packages.CodeName;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Clashes;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.jvm.JvmServices;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.runtimes.process.ProcessServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The service folders of a node.
 *
 * <p>Invariant: what runs is always a whole that was checked as a whole; a folder that cannot be
 * loaded, or does not go with the others, leaves what runs as it is.
 */
final class Deployables {
  /** What is on its way through code that was replaced gets so long to be through. */
  private static final Duration LETTING_GO = Duration.ofSeconds(10);

  private final NodeSettings settings;
  private final FunctionHost functions;
  private final WireNames names;
  private final Consumer<List<FunctionRuntime>> deploy;
  private Map<Path, Loaded> running = Map.of();

  Deployables(
      NodeSettings settings,
      FunctionHost functions,
      WireNames names,
      Consumer<List<FunctionRuntime>> deploy) {
    this.settings = settings;
    this.functions = functions;
    this.names = names;
    this.deploy = deploy;
  }

  /** Reads and compiles folders; needs nothing of the node, so it can run beside its start. */
  static Map<Path, Loaded> read(List<Path> folders, NodeSettings settings, FunctionHost functions) {
    Map<Path, Loaded> read = new LinkedHashMap<>();
    for (Path folder : folders) {
      read.put(folder.toAbsolutePath().normalize(), read(folder, settings, functions));
    }
    return read;
  }

  synchronized void deploy(Map<Path, Loaded> read) {
    Map<Path, Loaded> next = new LinkedHashMap<>(running);
    next.putAll(read);
    check(next);
    List<FunctionRuntime> all = new ArrayList<>();
    next.values().forEach(services -> all.addAll(services.runtimes()));
    checkNames(all);
    deploy.accept(all);
    List<Loaded> replaced = new ArrayList<>(running.values());
    replaced.removeAll(next.values());
    running = next;
    if (!replaced.isEmpty()) {
      CompletableFuture.delayedExecutor(LETTING_GO.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> replaced.forEach(Loaded::close));
    }
  }

  /** Ends what runs for services; nothing may be asked of them any more. */
  synchronized void close() {
    running.values().forEach(Loaded::close);
  }

  void reload(Path folder) {
    deploy(read(List.of(folder), settings, functions));
  }

  /** The code of a package, under the name of its deployment. */
  static Loaded load(Path folder, CodeName as, NodeSettings settings, FunctionHost functions)
      throws UnloadableCode, IOException {
    return ProcessServices.isCode(folder)
        ? ProcessServices.load(folder, as, functions)
        : JvmServices.load(folder, as, settings.jvm());
  }

  private static Loaded read(Path folder, NodeSettings settings, FunctionHost functions) {
    try {
      return ProcessServices.isCode(folder)
          ? ProcessServices.load(folder, functions)
          : JvmServices.load(folder, settings.jvm());
    } catch (UnloadableCode e) {
      throw new NodeFailed(String.join("\n", e.faults()), e);
    } catch (IOException e) {
      throw new NodeFailed(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses a version that cannot read what journals hold; remembers what it will write. */
  private void checkNames(List<FunctionRuntime> all) {
    List<String> faults = new ArrayList<>();
    all.forEach(runtime -> faults.addAll(names.unreadable(runtime.description())));
    if (!faults.isEmpty()) {
      throw new NodeFailed(String.join("\n", faults));
    }
    all.forEach(runtime -> names.add(runtime.description()));
  }

  private static void check(Map<Path, Loaded> all) {
    Map<String, List<ServiceDescription>> described = new LinkedHashMap<>();
    all.forEach(
        (folder, services) ->
            described.put(
                folder.toString(),
                services.runtimes().stream().map(FunctionRuntime::description).toList()));
    List<String> clashes = Clashes.of(described);
    if (!clashes.isEmpty()) {
      throw new NodeFailed(String.join("\n", clashes));
    }
  }
}

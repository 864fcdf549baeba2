package dev.holdfast.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast bench}: what one node reaches on this machine, checked and compared. */
@Command(
    name = "bench",
    description = {
      "Starts a node in a process of its own, drives it over HTTP and prints what it reached.",
      "Afterwards the sum of all counters must equal the acknowledged calls; else it exits with 1."
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--database",
      defaultValue = "sqlite",
      description = "sqlite, postgresql (a real one is started), or a JDBC URL. Default: sqlite.")
  private String database = "sqlite";

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,16,64,256",
      description = "Connections of the closed loop. Default: 1,16,64,256.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--keys",
      split = ",",
      defaultValue = "1,1000",
      description = "Over how many instances the calls go. Default: 1,1000.")
  private List<Integer> keys = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long each case is measured. Default: 5.")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      description = "Seconds before each measurement. Default: 3.")
  private int warmUp;

  @Option(
      names = "--repetitions",
      defaultValue = "3",
      description = "How often all cases are run; medians are shown. Default: 3.")
  private int repetitions;

  @Option(
      names = "--idempotency-keys",
      description = "Send every call with a key of its own, as a careful client does.")
  private boolean idempotencyKeys;

  @Option(
      names = "--baseline",
      description = "Also run plain Node.js (fastify, pg) on PostgreSQL, in turns with Holdfast.")
  private boolean baseline;

  @Option(
      names = "--baseline-processes",
      defaultValue = "1",
      description = "Processes of the baseline. Default: 1.")
  private int baselineProcesses;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    var plan =
        new BenchPlan(
            database,
            List.copyOf(connections),
            List.copyOf(keys),
            seconds,
            warmUp,
            repetitions,
            idempotencyKeys,
            baseline ? baselineProcesses : 0);
    Path scratch = Files.createTempDirectory("holdfast-bench");
    try (var bench = Bench.start(plan, project(), scratch, spec.commandLine().getErr())) {
      bench.run();
      Report report = new Report(bench.results(), bench.baselineName());
      spec.commandLine().getOut().print(json ? report.json() + "\n" : report.table());
      spec.commandLine().getOut().flush();
      return bench.everyAcknowledgedCallIsThere() ? 0 : 1;
    } catch (BenchFailed e) {
      spec.commandLine().getErr().println("bench: " + e.getMessage());
      return 1;
    }
  }

  /** The clone: the launcher says where it is; a program started otherwise is started there. */
  private static Path project() {
    Path folder = Path.of(System.getProperty("holdfast.home", "")).toAbsolutePath();
    if (Files.isRegularFile(folder.resolve("bench/counter/Counter.java"))) {
      return folder;
    }
    throw new BenchFailed("run it in a clone of the repository: bench/counter is not here");
  }
}

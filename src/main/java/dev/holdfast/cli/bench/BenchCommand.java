package dev.holdfast.cli.bench;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Folders;
import dev.holdfast.cli.Home;
import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      "Afterwards all counters are read: their sum must be the acknowledged calls, and at",
      "most those of unknown outcome more; else it exits with 1.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast bench",
      "  holdfast bench --database postgresql --connections 64 --keys 1,1000 --repetitions 5",
      "  holdfast bench --database postgresql --baseline --json > results.json",
      "  holdfast bench --database postgresql --nodes 2 --connections 1,64 --keys 1000",
      "  holdfast bench --messages",
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--database",
      paramLabel = "sqlite|postgresql|URL",
      defaultValue = "sqlite",
      description = "sqlite, postgresql (a real one is started), or a JDBC URL. Default: sqlite.")
  private String database = "sqlite";

  @Option(
      names = "--connections",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16,64,256",
      description = "Connections of the closed loop. Default: 1,16,64,256.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--keys",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,1000",
      description = "Over how many instances the calls go. Default: 1,1000.")
  private List<Integer> keys = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long each case is measured. Default: 5.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Seconds before each measurement. Default: 3.")
  private int warmUp;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
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
      paramLabel = "N",
      defaultValue = "1",
      description = "Processes of the baseline. Default: 1.")
  private int baselineProcesses;

  @Option(
      names = "--nodes",
      paramLabel = "1|2",
      defaultValue = "1",
      description = {
        "2: two nodes share the journal and one of them is asked; calls whose instance lives on",
        "the other are told apart, in closed loops and at half of the largest one's rate.",
        "Default: 1.",
      })
  private int nodes;

  @Option(
      names = "--messages",
      description = {
        "Measure durable sends, a topic with three subscriptions and timers instead, on a",
        "PostgreSQL of its own.",
      })
  private boolean messages;

  @Option(
      names = "--timers",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Timers that are set with --messages; 0 for none. Default: 1000000.")
  private int timers;

  @Option(
      names = "--paused",
      paramLabel = "MINUTES",
      defaultValue = "0",
      description =
          "With --messages: also send 1,000 messages a second for so long to receivers to which "
              + "nothing is delivered, and see it all arrive in order afterwards. Default: 0.")
  private double paused;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    BenchPlan plan = plan();
    Path scratch = Files.createTempDirectory("holdfast-bench");
    boolean right = messages ? measureMessages(plan, scratch) : measure(plan, scratch);
    if (right) {
      // Journals are large; what failed is kept, because its logs say why.
      Folders.delete(scratch);
    }
    return right ? ExitCode.OK : ExitCode.FAILED;
  }

  private BenchPlan plan() {
    try {
      return new BenchPlan(
          database,
          List.copyOf(connections),
          List.copyOf(keys),
          seconds,
          warmUp,
          repetitions,
          idempotencyKeys,
          baseline ? baselineProcesses : 0,
          nodes);
    } catch (BenchFailed e) {
      throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private boolean measureMessages(BenchPlan plan, Path scratch) throws IOException {
    Path project = Home.cloneWith("bench/messages/Relay.java");
    try (var bench = MessagesBench.start(plan, project, scratch, spec.commandLine().getOut())) {
      return bench.run(timers, Duration.ofMillis((long) (paused * 60_000)));
    } catch (BenchFailed | LocalFailed e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private boolean measure(BenchPlan plan, Path scratch) throws IOException {
    try (var bench =
        Bench.start(
            plan,
            Home.cloneWith("bench/counter/Counter.java"),
            scratch,
            spec.commandLine().getErr())) {
      bench.run();
      Report report = new Report(bench.results(), bench.baselineName());
      spec.commandLine().getOut().print(json ? report.json() + "\n" : report.table());
      spec.commandLine().getOut().flush();
      return bench.everyAcknowledgedCallIsThere();
    } catch (BenchFailed | LocalFailed e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}

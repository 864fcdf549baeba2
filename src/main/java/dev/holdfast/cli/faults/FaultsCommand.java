package dev.holdfast.cli.faults;

import static dev.holdfast.cli.CommandFailed.unless;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Folders;
import dev.holdfast.cli.Home;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.faults.inject.Faults;
import dev.holdfast.cli.faults.load.Workload;
import dev.holdfast.cli.faults.machine.ServiceLanguage;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.StopHook;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast faults}: whether the promises hold while everything goes wrong. */
@Command(
    name = "faults",
    description = {
      "Breaks a cluster under load in every way and checks that its promises hold.",
      "It starts one on this machine, calls it without pause, breaks one thing after the other,",
      "and holds what callers were told against what is there. Exits with 1 when a promise was",
      "broken. What is done and checked: docs/faults.md.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast faults",
      "  holdfast faults --minutes 30 --seed 7",
      "  holdfast faults --minutes 2 --faults kill,stop,partition --json",
      "  holdfast faults --language node --faults kill,function-kill,function-stop",
      "  holdfast faults --minutes 2 --unsafe fence     # must find breaches, else it is blind",
    })
public final class FaultsCommand implements Callable<Integer> {
  private static final int MOST_NODES = 9;
  private static final long MOST_SEED = 1_000_000;

  private final Terminal terminal;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long faults are begun. Default: 5.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides the faults, their order and what is asked. Default: a new one.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--faults",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these: kill, stop, partition, database-cut, database-kill, database-freeze, "
              + "rolling, disk, and where functions have processes function-kill, function-stop. "
              + "Default: all.")
  private List<String> faults = List.of();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Nodes of the cluster, 1 to 9. Default: 3.")
  private int nodes;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = Workload.ALL,
      description =
          "What the cluster is called for: register (lists and registers), bank (transfers by "
              + "messages, timers, topics), or all, half of the calls each. Default: all.")
  private String workload = Workload.ALL;

  @Option(
      names = "--language",
      paramLabel = "NAME",
      defaultValue = "java",
      description =
          "What the services are written in: java, node or python, the same ones each time. "
              + "Default: java.")
  private String language = "java";

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "300",
      description = "Calls a second. Default: 300.")
  private int rate;

  @Option(
      names = "--unsafe",
      paramLabel = "CONTROL",
      description =
          "Break one promise: fence, epoch, early-answer, dedup, early-acknowledge, "
              + "no-projection. The run must then fail.")
  private Optional<String> unsafe = Optional.empty();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Where every call is written, as JSON lines. Default: target/faults/SEED")
  private Optional<Path> history = Optional.empty();

  @Option(
      names = "--loopback",
      description = "Do not use network namespaces, even where they are allowed.")
  private boolean loopback;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  public FaultsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    FaultsPlan plan = plan();
    // What a run that was killed left there is not of this one.
    Folders.delete(plan.folder());
    var stopping = new CountDownLatch(1);
    try (var _ = StopHook.calling(stopping::countDown)) {
      FaultsResult result = run(plan, stopping);
      FaultsReport report = new FaultsReport(result);
      if (json) {
        terminal.out().println(JsonText.pretty(report.json()));
      } else {
        report.print(terminal.out());
      }
      remove(plan.folder(), result.kept());
      return result.kept() ? ExitCode.OK : ExitCode.FAILED;
    } catch (LocalFailed | SQLException e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private FaultsResult run(FaultsPlan plan, CountDownLatch stopping) throws SQLException {
    try (var run = new FaultsRun(plan, stopping, line -> terminal.err().println(line))) {
      return run.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailed("interrupted", e);
    }
  }

  private FaultsPlan plan() {
    unless(minutes > 0 && minutes <= 24 * 60, "--minutes must be above 0, at most a day");
    unless(nodes >= 1 && nodes <= MOST_NODES, "--nodes must be 1 to " + MOST_NODES);
    unless(rate >= 1 && rate <= 5000, "--rate must be 1 to 5000");
    Optional<Set<Workload>> workloads = Workload.of(workload);
    unless(workloads.isPresent(), "--workload must be register, bank or all");
    Optional<Unsafe> control = unsafe.flatMap(Unsafe::of);
    unless(
        control.isPresent() == unsafe.isPresent(),
        "--unsafe must be of " + String.join(", ", Unsafe.words()));
    unless(
        control.stream().allMatch(one -> one.isSeenBy(workloads.orElseThrow())),
        "--unsafe " + unsafe.orElse("") + " is seen by the bank: --workload bank, or all");
    ServiceLanguage written = language();
    Set<String> groups = new TreeSet<>(faults);
    if (groups.isEmpty()) {
      groups.addAll(control.map(Unsafe::faults).orElseGet(() -> Faults.groups(written)));
    }
    unless(
        Faults.words().containsAll(groups),
        "--faults must be of " + String.join(", ", Faults.words()));
    long chosen = seed.orElseGet(() -> new SecureRandom().nextLong(MOST_SEED));
    Path project = Home.cloneWith("bench/faults/java/Register.java");
    Path folder = project.resolve("target/faults").resolve(Long.toString(chosen));
    return new FaultsPlan(
        Duration.ofMillis((long) (minutes * 60_000)),
        chosen,
        groups,
        nodes,
        written,
        workloads.orElseThrow(),
        rate,
        control,
        !loopback,
        project,
        folder,
        history.orElse(folder.resolve("history.jsonl")));
  }

  private ServiceLanguage language() {
    Optional<ServiceLanguage> known = ServiceLanguage.of(language);
    unless(
        known.isPresent(), "--language must be of " + String.join(", ", ServiceLanguage.words()));
    return known.orElseThrow();
  }

  /** The database's files are large; what failed keeps its logs and its history. */
  private void remove(Path folder, boolean all) throws IOException {
    Path gone = all ? folder : folder.resolve("database");
    Folders.delete(gone);
    if (!all) {
      terminal.err().println("holdfast: logs and history are kept in " + folder);
    }
  }
}

package dev.holdfast.cli.drills;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.drills.site.Patience;
import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast drill}: what callers notice of restarts, losses and new nodes. */
@Command(
    name = "drill",
    description = {
      "Starts a cluster on this machine, calls it at a steady rate, restarts, kills or adds nodes,",
      "and prints what callers noticed. Exits with 1 when a bound is missed, a call failed or an",
      "acknowledged call is not there. What each drill does: docs/drills.md.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast drill                                   # all of them, some ten minutes",
      "  holdfast drill rolling --repetitions 5 --rate 2000",
      "  holdfast drill kill storm --seconds 30 --json > drills.json",
      "  holdfast drill race --repetitions 3",
    })
public final class DrillCommand implements Callable<Integer> {
  private static final long STOP_SECONDS = 90;

  private final Terminal terminal;
  private final long startNanos = System.nanoTime();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Of rolling, kill, join, storm, race. Default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long calls run before and after each disturbance. Default: 15.")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Calls a second. Default: 2000.")
  private int rate;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Nodes of the cluster, 2 to 9; race always takes 10. Default: 3.")
  private int nodes;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "Rounds of each drill. Default: rolling 5, race 10, kill 1; others have one.")
  private Optional<Integer> repetitions = Optional.empty();

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  public DrillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Drill> drills = drills();
    DrillPlan plan = plan();
    var patience = new Patience();
    var finished = new CountDownLatch(1);
    stopOnSignal(patience, finished);
    try {
      remove(plan.folder());
      say("logs and data: " + plan.folder());
      List<Finding> findings = new ArrayList<>();
      for (Drill drill : drills) {
        findings.addAll(drill.run(new Drill.Ground(plan, patience, this::say)));
      }
      var report = new DrillReport(findings);
      if (json) {
        terminal.out().println(JsonText.pretty(report.json()));
      } else {
        report.print(terminal.out());
      }
      if (report.isKept()) {
        remove(plan.folder());
      }
      return report.isKept() ? ExitCode.OK : ExitCode.FAILED;
    } catch (LocalFailed e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    } finally {
      finished.countDown();
    }
  }

  /** Ctrl-C ends the drills early, not untidily. */
  private static void stopOnSignal(Patience patience, CountDownLatch finished) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      patience.stop();
                      await(finished);
                    }));
  }

  private static void await(CountDownLatch finished) {
    try {
      if (!finished.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new LocalFailed("not every process was ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Drill> drills() {
    List<Drill> drills = new ArrayList<>();
    for (String name : names) {
      drills.add(
          Drill.of(name)
              .orElseThrow(
                  () ->
                      new CommandFailed(
                          ExitCode.USAGE,
                          "no drill " + name + "; there are " + String.join(", ", Drill.names()))));
    }
    return drills.isEmpty() ? Drill.all() : drills;
  }

  private DrillPlan plan() {
    require(seconds >= 1 && seconds <= 3600, "--seconds must be 1 to 3600");
    require(rate >= 1 && rate <= 20_000, "--rate must be 1 to 20000");
    require(nodes >= 2 && nodes <= 9, "--nodes must be 2 to 9");
    int rounds = repetitions.orElse(1);
    require(rounds >= 1 && rounds <= 1000, "--repetitions must be 1 to 1000");
    Path project = project();
    return new DrillPlan(
        seconds,
        rate,
        nodes,
        repetitions.isPresent() ? OptionalInt.of(rounds) : OptionalInt.empty(),
        project,
        project.resolve("target/drills"));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandFailed(ExitCode.USAGE, otherwise);
    }
  }

  /** The clone: the launcher says where it is; a program started otherwise is started there. */
  private static Path project() {
    Path folder = Path.of(System.getProperty("holdfast.home", "")).toAbsolutePath();
    if (Files.isRegularFile(folder.resolve("bench/counter/Counter.java"))) {
      return folder;
    }
    throw new CommandFailed(
        ExitCode.FAILED, "run it in a clone of the repository: bench/counter is not here");
  }

  private void say(String line) {
    double at = (System.nanoTime() - startNanos) / 1e9;
    terminal.err().println(String.format(Locale.ROOT, "%6.1f s  %s", at, line));
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package dev.holdfast.cli.drills;

import static dev.holdfast.cli.CommandFailed.unless;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Folders;
import dev.holdfast.cli.Home;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.drills.site.Patience;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.StopHook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast drill}: what callers notice of restarts, losses and new nodes. */
@Command(
    name = "drill",
    description = {
      "Restarts, kills and adds nodes of a cluster under load and prints what callers notice.",
      "It starts one on this machine and calls it at a steady rate. Exits with 1 when a bound is",
      "missed, a call failed or an acknowledged call is not there. What each drill does:",
      "docs/drills.md.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast drill                                   # all of them, some twenty minutes",
      "  holdfast drill rolling --repetitions 5 --rate 2000",
      "  holdfast drill kill storm --seconds 30 --json > drills.json",
      "  holdfast drill race --repetitions 3",
    })
public final class DrillCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final long startNanos = System.nanoTime();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Of rolling, kill, join, storm, race, rollout. Default: all.")
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
    try (var _ = StopHook.calling(patience::stop)) {
      Folders.delete(plan.folder());
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
        Folders.delete(plan.folder());
      }
      return report.isKept() ? ExitCode.OK : ExitCode.FAILED;
    } catch (LocalFailed e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
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
    unless(seconds >= 1 && seconds <= 3600, "--seconds must be 1 to 3600");
    unless(rate >= 1 && rate <= 20_000, "--rate must be 1 to 20000");
    unless(nodes >= 2 && nodes <= 9, "--nodes must be 2 to 9");
    int rounds = repetitions.orElse(1);
    unless(rounds >= 1 && rounds <= 1000, "--repetitions must be 1 to 1000");
    Path project = Home.cloneWith("bench/counter/Counter.java");
    return new DrillPlan(
        seconds,
        rate,
        nodes,
        repetitions.isPresent() ? OptionalInt.of(rounds) : OptionalInt.empty(),
        project,
        project.resolve("target/drills"));
  }

  private void say(String line) {
    double at = (System.nanoTime() - startNanos) / 1e9;
    terminal.err().println(String.format(Locale.ROOT, "%6.1f s  %s", at, line));
  }
}

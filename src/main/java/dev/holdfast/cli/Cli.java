package dev.holdfast.cli;

import dev.holdfast.cli.authoring.NewCommand;
import dev.holdfast.cli.authoring.TestCommand;
import dev.holdfast.cli.bench.BenchCommand;
import dev.holdfast.cli.conformance.ConformanceCommand;
import dev.holdfast.cli.deployments.DeployCommand;
import dev.holdfast.cli.deployments.DeploymentsCommand;
import dev.holdfast.cli.deployments.PromoteCommand;
import dev.holdfast.cli.deployments.ReplayCommand;
import dev.holdfast.cli.deployments.RollbackCommand;
import dev.holdfast.cli.drills.DrillCommand;
import dev.holdfast.cli.faults.FaultsCommand;
import dev.holdfast.cli.node.NodeFailed;
import dev.holdfast.cli.node.NodeStarter;
import dev.holdfast.cli.operations.DeliveriesCommand;
import dev.holdfast.cli.operations.ParkedCommand;
import dev.holdfast.cli.operations.PublishCommand;
import dev.holdfast.cli.operations.SubscriptionsCommand;
import dev.holdfast.cli.operations.TimersCommand;
import dev.holdfast.cli.operations.TopicsCommand;
import dev.holdfast.cli.operations.WhyCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The entry of the program: reads the command line, runs one command, returns its exit code. */
@Command(
    name = "holdfast",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Cli.Version.class,
    description = "Stateful services, serverless to run.",
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "1:The command or the node failed (5xx).",
      "2:The command line or the file of --config is wrong; nothing was sent.",
      "3:The node or the service refused (4xx); nothing was written.",
      "4:No node answers at the address.",
      "5:It is not known whether the command was committed; repeat it with the same --key.",
      "75:The node left its cluster, cut off or replaced; start it again and it joins.",
      "130, 143:Stopped by Ctrl-C or by a TERM signal, after draining.",
    })
public final class Cli {
  private Cli() {}

  /** Runs the command that the arguments name and returns the process's exit code. */
  public static int run(NodeStarter starter, String[] args) {
    return run(starter, Terminal.ofProcess(System.getenv()), args);
  }

  /** The same with streams of the caller. */
  public static int run(NodeStarter starter, Terminal terminal, String... args) {
    CommandLine line = new CommandLine(new Cli());
    commands(starter, terminal).forEach(line::addSubcommand);
    ReplayCommand.takeVersion(line);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal, parsed));
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    int exitCode = line.execute(args);
    terminal.out().flush();
    return terminal.out().checkError() ? ExitCode.FAILED : exitCode;
  }

  /** Every command; a new one is added here and nowhere else. */
  private static List<Object> commands(NodeStarter starter, Terminal terminal) {
    return List.of(
        new DemoCommand(starter, terminal),
        new NewCommand(terminal),
        new DevCommand(starter, terminal),
        new TestCommand(terminal),
        new NodeCommand(starter, terminal),
        new CallCommand(terminal),
        new StateCommand(terminal),
        new EventsCommand(terminal),
        new ServicesCommand(terminal),
        ParkedCommand.with(terminal),
        new WhyCommand(terminal),
        new TopicsCommand(terminal),
        new PublishCommand(terminal),
        new SubscriptionsCommand(terminal),
        new DeliveriesCommand(terminal),
        new TimersCommand(terminal),
        new ConnectorsCommand(terminal),
        new DeployCommand(terminal),
        new DeploymentsCommand(terminal),
        new PromoteCommand(terminal),
        new RollbackCommand(terminal),
        new ReplayCommand(terminal),
        new CommandLine(new ClusterCommand(terminal))
            .addSubcommand(new CertificatesCommand(terminal)),
        new ConformanceCommand(terminal),
        new BenchCommand(),
        new FaultsCommand(terminal),
        new DrillCommand(terminal));
  }

  private static int failed(Exception e, Terminal terminal, ParseResult parsed) {
    terminal.out().flush();
    if (e instanceof CommandFailed || e instanceof NodeFailed) {
      terminal.err().println("holdfast: " + e.getMessage());
    } else {
      terminal.err().println("holdfast: a bug in " + String.join(" ", parsed.originalArgs()));
      e.printStackTrace(terminal.err());
    }
    return e instanceof CommandFailed failure ? failure.exitCode() : ExitCode.FAILED;
  }

  private static PrintWriter writer(java.io.PrintStream out) {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** What {@code --version} prints: the jar says it, a class folder does not know. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Cli.class.getPackage().getImplementationVersion();
      return new String[] {"holdfast " + (version == null ? "(unpacked)" : version)};
    }
  }
}

package dev.holdfast.cli;

import dev.holdfast.certificates.Authority;
import dev.holdfast.certificates.CertificatesFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code holdfast cluster certificates}: a directory of certificates for each node of a trial
 * cluster, signed by an authority that is made the first time and used again after.
 */
@Command(
    name = "certificates",
    description = {
      "Makes certificates with which nodes prove themselves to each other.",
      "DIR/NAME is the directory for holdfast.cluster.tls.directory on the node NAME. The key of",
      "the authority stays in DIR/authority.key; whoever has it can make more nodes.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast cluster certificates tls --node one,10.0.0.1 --node two,10.0.0.2",
    })
final class CertificatesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1", paramLabel = "DIR", description = "Where the certificates are written.")
  private Path directory = Path.of("");

  @Option(
      names = "--node",
      required = true,
      paramLabel = "NAME[,ADDRESS]",
      description = "A node's host name, and the addresses it may have; once for each node.")
  private List<String> nodes = List.of();

  CertificatesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      Authority authority = Authority.in(directory);
      for (String node : nodes) {
        List<String> names = List.of(node.split(",", -1));
        Path target = directory.resolve(names.getFirst());
        authority.issue(names.getFirst(), names.subList(1, names.size()), target);
        terminal.out().println(target);
      }
      return ExitCode.OK;
    } catch (CertificatesFailed e) {
      throw (CommandFailed)
          new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage())).initCause(e);
    }
  }
}

package dev.holdfast.cli.authoring;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.packages.CodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast test}: the tests of a service folder, with the SDK where they look for it. */
@Command(
    name = "test",
    description = {
      "Runs the tests of a service folder with the runner of its language and this SDK.",
      "JUnit for Java, node --test for Node.js, python -m unittest for Python.",
      "The exit code is 0 when all pass, 1 when one does not or there is none.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast test samples/weather", "  holdfast test cart"})
public final class TestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "DIR", description = "The service folder.")
  private Path folder = Path.of("");

  public TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandFailed.unless(Files.isDirectory(folder), "There is no service folder " + folder);
    boolean passed =
        switch (CodeKind.of(folder)) {
          case NODE -> new RunnerProcess(folder, terminal).node(Sdks.here());
          case PYTHON -> new RunnerProcess(folder, terminal).python(Sdks.here());
          case JAVA -> new JavaTests(folder, terminal).run();
        };
    return passed ? ExitCode.OK : ExitCode.FAILED;
  }
}

package dev.holdfast.cli.authoring;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.packages.CodeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast new}: a folder with a small service and its test. */
@Command(
    name = "new",
    description = {
      "Writes a folder with a small service, a test of it and a page of what to type.",
      "It writes into an empty or a new folder only, and asks no node and no network.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast new --lang node cart",
      "  holdfast new --lang python parking-meter --dir services/meter",
    })
public final class NewCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      required = true,
      description = "What it is written in: java, node or python.")
  private CodeKind language = CodeKind.JAVA;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The service's name, such as parking-meter: its address for ever.")
  private String name = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder that is written. Default: NAME in this folder.")
  private Optional<Path> directory = Optional.empty();

  public NewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ServiceName service = ServiceName.typed(name);
    Path folder = directory.orElse(Path.of(name));
    CommandFailed.unless(
        isFree(folder), folder + " is there and not empty; name another folder with --dir");
    try {
      List<String> written = Templates.write(language, service, folder);
      if (language == CodeKind.NODE) {
        NodeSdk.link(folder);
      }
      terminal.err().println("holdfast: wrote " + folder + ": " + String.join(", ", written));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    terminal.out().println("  holdfast test " + folder);
    terminal.out().println("  holdfast dev " + folder);
    terminal
        .out()
        .println(
            "  curl -d 5 -H 'Content-Type: application/json'"
                + (" http://127.0.0.1:8080/v1/services/" + name + "/first/add"));
    return ExitCode.OK;
  }

  private static boolean isFree(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.packages.PackageFile;
import dev.holdfast.packages.PackageLimits;
import dev.holdfast.packages.PackageRefused;
import dev.holdfast.packages.Packing;
import dev.holdfast.packages.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast deploy}: a folder of code becomes a version on a cluster. */
@Command(
    name = "deploy",
    description = {
      "Packs a service folder, sends it to a cluster and has it run there.",
      "Before a version takes traffic, real journals are replayed with it; one that",
      "cannot read them, or makes other states of them, is refused.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast deploy cart",
      "  holdfast deploy cart --to https://cluster.example --canary 5%%",
      "  holdfast deploy cart --sign release.pem",
      "  holdfast deploy --http https://cart.example --name cart",
    })
public final class DeployCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The service folder.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "URL",
      defaultValue = "",
      description = "A node of the cluster, or a NAME whose URL is in HOLDFAST_URL_NAME.")
  private String to = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "",
      description = "What the deployment is called. Default: the folder's name.")
  private String name = "";

  @Option(
      names = "--canary",
      paramLabel = "PERCENT",
      description = "Only so many instances run it, until it is promoted.")
  private Optional<String> canary = Optional.empty();

  @Option(
      names = "--sample",
      paramLabel = "COUNT",
      description = "Instances of each service that are replayed; more than there are: all.")
  private Optional<Integer> sample = Optional.empty();

  @Option(
      names = "--decide",
      description = "Recorded commands are decided again, too, and compared with the journal.")
  private boolean decide;

  @Option(
      names = "--force",
      description = "Have it run whatever the replay says. It is noted, with your name.")
  private boolean force;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign the package with the Ed25519 key in this PEM file.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--http",
      paramLabel = "URL",
      description = "Not a folder: a function behind this URL, or as FILE.json says.")
  private Optional<String> http = Optional.empty();

  @Option(
      names = "--lambda",
      paramLabel = "ARN",
      description = "Not a folder: an AWS Lambda function, or as FILE.json says.")
  private Optional<String> lambda = Optional.empty();

  @Option(names = "--region", paramLabel = "REGION", description = "Where the Lambda function is.")
  private Optional<String> region = Optional.empty();

  public DeployCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int given = (folder.isPresent() ? 1 : 0) + (http.isPresent() ? 1 : 0);
    CommandFailed.unless(
        given + (lambda.isPresent() ? 1 : 0) == 1, "Give one of DIR, --http and --lambda.");
    connection.at(to);
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("name", name());
    canary.ifPresent(share -> request.put("percent", Percent.of(share)));
    sample.ifPresent(count -> request.put("sample", count));
    if (decide) {
      request.put("decide", true);
    }
    if (force) {
      request.put("force", true);
    }
    if (http.isPresent()) {
      request.set("http", target(http.get(), "url"));
    }
    if (lambda.isPresent()) {
      ObjectNode target = target(lambda.get(), "function");
      region.ifPresent(where -> target.put("region", where));
      request.set("lambda", target);
    }
    Optional<PackageFile> code =
        folder.isPresent() ? Optional.of(pack(folder.get())) : Optional.empty();
    return connection.talk(client -> deploy(client, request, code));
  }

  /** Settings in a file, or the one that must be there. */
  private static ObjectNode target(String text, String field) throws IOException {
    if (!text.endsWith(".json")) {
      return JsonNodeFactory.instance.objectNode().put(field, text);
    }
    Path file = Path.of(text);
    CommandFailed.unless(Files.isReadable(file), "There is no file " + file);
    JsonNode read = JsonText.read(Files.readString(file));
    CommandFailed.unless(read instanceof ObjectNode, file + " holds no JSON object.");
    return (ObjectNode) read;
  }

  private String name() {
    if (!name.isEmpty()) {
      return name;
    }
    CommandFailed.unless(folder.isPresent(), "Say with --name what it is to be called.");
    return String.valueOf(folder.orElseThrow().toAbsolutePath().normalize().getFileName());
  }

  private PackageFile pack(Path code) throws IOException {
    CommandFailed.unless(Files.exists(code), "There is no service folder " + code);
    try {
      PackageFile file = Packing.pack(code, PackageLimits.from(ConfigFactory.load()));
      terminal
          .err()
          .println(
              "holdfast: packed %d files, %,d bytes: %s"
                  .formatted(file.names().size(), file.bytes().length, file.id().version()));
      return file;
    } catch (PackageRefused e) {
      throw new CommandFailed(
          ExitCode.USAGE, "%s cannot be packed: %s".formatted(code, e.getMessage()), e);
    }
  }

  private int deploy(Client client, ObjectNode request, Optional<PackageFile> code)
      throws IOException {
    Consumer<String> says = text -> terminal.err().println("holdfast: " + text);
    JsonNode page =
        code.isPresent()
            ? Upload.deploy(
                client, request, code.get(), key.map(pem -> signature(code.get(), pem)), says)
            : Upload.begin(client, request, says);
    if (connection.json()) {
      terminal.out().println(JsonText.line(page));
      return ExitCode.OK;
    }
    for (JsonNode service : page.path("services")) {
      terminal
          .out()
          .println(
              client.base().toString().replaceAll("/+$", "")
                  + Client.path("v1", "services", service.asText()));
    }
    return ExitCode.OK;
  }

  private static String signature(PackageFile file, Path pem) {
    try {
      return Signing.sign(file.id(), Signing.privateKey(Files.readString(pem)));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailed(
          ExitCode.USAGE,
          pem + " holds no private Ed25519 key (openssl genpkey -algorithm ed25519).",
          e);
    }
  }
}

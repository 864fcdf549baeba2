package dev.holdfast.cli;

import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.Refusal;
import dev.holdfast.cli.client.Unreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of every command that talks to a node, and the conversation itself. */
final class Connection {
  /** Longer than any handler's deadline: the node gives up first and says why. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:HOLDFAST_URL:-http://127.0.0.1:8080}",
      description = "The node to ask; HOLDFAST_URL, else http://127.0.0.1:8080.")
  private String url = "";

  @Option(names = "--json", description = "Print JSON for programs: one document, or one a line.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** One request, or a longer conversation, over one client. */
  @FunctionalInterface
  interface Conversation<T> {
    T with(Client client) throws IOException;
  }

  <T> T talk(Conversation<T> conversation) {
    try (var client = new Client(uri(), TIMEOUT)) {
      return conversation.with(client);
    } catch (Unreachable e) {
      throw new CommandFailed(
          e.sent() ? ExitCode.UNKNOWN : ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer, if the node agreed; what it refused ends the command. */
  static Answer agreed(Answer answer) {
    if (answer.ok()) {
      return answer;
    }
    throw refused(answer);
  }

  static CommandFailed refused(Answer answer) {
    Refusal refusal = Refusal.of(answer);
    return new CommandFailed(exitCode(refusal), refusal.text());
  }

  private static int exitCode(Refusal refusal) {
    if (refusal.code().equals("outcome-unknown")) {
      return ExitCode.UNKNOWN;
    }
    return refusal.status() >= 400 && refusal.status() < 500 ? ExitCode.REFUSED : ExitCode.FAILED;
  }

  private URI uri() {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || !"http https".contains(String.valueOf(uri.getScheme()))) {
        throw new CommandFailed(ExitCode.USAGE, "--url must be http://HOST:PORT, got: " + url);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new CommandFailed(ExitCode.USAGE, "--url must be http://HOST:PORT, got: " + url, e);
    }
  }
}

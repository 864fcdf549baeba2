package dev.holdfast.cli;

import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.Refusal;
import dev.holdfast.cli.client.Unreachable;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of every command that talks to a node, and the conversation itself. */
public final class Connection {
  /** Longer than any handler's deadline: the node gives up first and says why. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** Failures after which it is certain that nothing was written. */
  private static final Set<String> NOTHING_WRITTEN =
      Stream.of(ProblemCode.HANDLER_FAILED, ProblemCode.NOT_READY, ProblemCode.OVERLOADED)
          .map(ProblemCode::code)
          .collect(Collectors.toUnmodifiableSet());

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:HOLDFAST_URL:-http://127.0.0.1:8080}",
      description = "The node to ask; HOLDFAST_URL, else http://127.0.0.1:8080.")
  private String url = "";

  @Option(names = "--json", description = "Print JSON for programs: one document, or one a line.")
  private boolean json;

  /**
   * Talks to another node than {@code --url} says.
   *
   * @param other its URL, or a name: then the URL is in {@code HOLDFAST_URL_NAME}
   */
  public void at(String other) {
    if (other.isEmpty()) {
      return;
    }
    if (other.contains("://")) {
      url = other;
      return;
    }
    String variable = "HOLDFAST_URL_" + other.toUpperCase(Locale.ROOT).replace('-', '_');
    String named = System.getenv(variable);
    CommandFailed.unless(named != null, other + " is no URL, and " + variable + " is not set.");
    url = String.valueOf(named);
  }

  public boolean json() {
    return json;
  }

  /** One request, or a longer conversation, over one client. */
  @FunctionalInterface
  public interface Conversation<T> {
    T with(Client client) throws IOException;
  }

  public <T> T talk(Conversation<T> conversation) {
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
  public static Answer agreed(Answer answer) {
    if (answer.ok()) {
      return answer;
    }
    throw refused(answer);
  }

  public static CommandFailed refused(Answer answer) {
    Refusal refusal = Refusal.of(answer);
    int exitCode = isRefused(refusal) ? ExitCode.REFUSED : ExitCode.FAILED;
    return new CommandFailed(exitCode, refusal.text());
  }

  /**
   * The answer to what may have been a command. A failure that leaves open whether it was committed
   * is neither a refusal nor a plain failure.
   *
   * @param again the option that makes a repetition harmless as it was given, or empty
   */
  public static Answer committed(Answer answer, String again) {
    Refusal refusal = Refusal.of(answer);
    if (answer.ok() || isRefused(refusal) || NOTHING_WRITTEN.contains(refusal.code())) {
      return agreed(answer);
    }
    throw new CommandFailed(ExitCode.UNKNOWN, refusal.text() + "\n" + advice(again));
  }

  private static String advice(String again) {
    String repeat =
        again.isEmpty()
            ? "It was sent without --key, so look at the instance before you repeat it."
            : "Repeat it with " + again + ": it is done once.";
    return "It is not known whether the command was committed. " + repeat;
  }

  private static boolean isRefused(Refusal refusal) {
    return refusal.status() >= 400 && refusal.status() < 500;
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

package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Address;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.JsonArgument;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.protocol.EntityId;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be done with one parked message. */
final class ParkedMessageCommands {
  private ParkedMessageCommands() {}

  /** Which message. */
  static final class Named {
    @Mixin private final Connection connection = new Connection();

    @Parameters(
        index = "0",
        paramLabel = "SERVICE/ID",
        converter = Address.class,
        description = "The instance that has it.")
    private EntityId instance = new EntityId("none", "none");

    @Parameters(index = "1", paramLabel = "NUMBER", description = "The number the list shows.")
    private long number;

    private String path(String... below) {
      String path =
          Client.path("v1", "parked", instance.service(), instance.id(), Long.toString(number));
      return below.length == 0 ? path : path + Client.path(below);
    }

    /** Asks for something to be done and says what came of it. */
    private int repair(Terminal terminal, Asked asked) {
      JsonNode done = Connection.committed(connection.talk(asked::of), "").json();
      if (connection.json()) {
        terminal.out().println(JsonText.line(done));
      } else {
        terminal.out().println(text(done));
      }
      return done.path("outcome").asText().equals("failed") ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String text(JsonNode done) {
      String what =
          "%s %d: %s"
              .formatted(
                  Texts.instance(done),
                  done.path("number").asLong(),
                  done.path("outcome").asText());
      if (done.has("problem")) {
        return what + " again, " + Texts.problem(done);
      }
      return done.path("reply").isMissingNode() || done.path("reply").isNull()
          ? what
          : what + ", " + JsonText.line(done.path("reply"));
    }
  }

  /** One request. */
  @FunctionalInterface
  private interface Asked extends Connection.Conversation<dev.holdfast.cli.client.Answer> {
    default dev.holdfast.cli.client.Answer of(Client client) throws java.io.IOException {
      return with(client);
    }
  }

  /** {@code holdfast parked show}. */
  @Command(
      name = "show",
      description = "Shows one message whole, the state that it met and what was done to it.")
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final Named message = new Named();

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode found =
          Connection.agreed(message.connection.talk(client -> client.get(message.path(), Map.of())))
              .json();
      if (message.connection.json()) {
        terminal.out().println(JsonText.line(found));
      } else {
        print(found, terminal.out());
      }
      return ExitCode.OK;
    }

    private static void print(JsonNode found, PrintStream out) {
      JsonNode message = found.path("message");
      out.println(
          "%s %d  %s %s"
              .formatted(
                  Texts.instance(found),
                  found.path("number").asLong(),
                  message.path("handler").asText(),
                  JsonText.line(message.path("argument"))));
      out.println("    " + Texts.problem(message));
      out.println(
          "    by %s, message %s along %s, tried %d times%s"
              .formatted(
                  message.at("/caller/name").asText(),
                  message.path("message").asText(),
                  Texts.way(message),
                  message.path("tries").asInt(),
                  message.path("blocking").asBoolean() ? "; later ones wait for it" : ""));
      if (found.has("met")) {
        out.println(
            "    met %s, after commit %d"
                .formatted(
                    JsonText.line(found.at("/met/state")), found.at("/met/sequence").asLong()));
      }
      for (JsonNode step : found.path("story")) {
        String argument = step.has("argument") ? " to " + Texts.value(step.path("argument")) : "";
        String problem = step.has("problem") ? ", " + Texts.problem(step) : "";
        out.println(
            "    %s  %s%s by %s%s"
                .formatted(
                    step.path("time").asText(),
                    step.path("change").asText(),
                    argument,
                    step.at("/caller/name").asText(),
                    problem));
      }
    }
  }

  /** {@code holdfast parked edit}. */
  @Command(name = "edit", description = "Gives a parked message another argument.")
  static final class Edit implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final Named message = new Named();

    @Parameters(index = "2", paramLabel = "JSON", description = "The argument; - reads stdin.")
    private String argument = "";

    @Option(names = "--retry", description = "And have it handled.")
    private boolean retry;

    Edit(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      byte[] body = JsonArgument.read(argument, terminal);
      int edited = message.repair(terminal, client -> client.put(message.path(), body, Map.of()));
      return retry && edited == ExitCode.OK ? retried(terminal, message) : edited;
    }
  }

  private static int retried(Terminal terminal, Named message) {
    return message.repair(
        terminal, client -> client.post(message.path("retry"), new byte[0], Map.of()));
  }

  /** {@code holdfast parked retry}. */
  @Command(
      name = "retry",
      description = {
        "Has a parked message handled now.",
        "Ends with 1 when it failed again; it is parked as before then.",
      })
  static final class Retry implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final Named message = new Named();

    Retry(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return retried(terminal, message);
    }
  }

  /** {@code holdfast parked skip}. */
  @Command(name = "skip", description = "Gives a parked message up; those behind it go on.")
  static final class Skip implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final Named message = new Named();

    Skip(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return message.repair(
          terminal, client -> client.post(message.path("skip"), new byte[0], Map.of()));
    }
  }
}

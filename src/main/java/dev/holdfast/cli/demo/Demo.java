package dev.holdfast.cli.demo;

import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One round of the weather app: feed what is missing, wait until all have heard, ask, print. */
public final class Demo implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Deliveries take moments; a machine that is busy with other things may take minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Longer than the tries of one notification take together. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final URI node;
  private final Observations observations;
  private final Set<Companion> companions;
  private final Terminal terminal;
  private final Receiver receiver;

  /**
   * @param companions those that run on the node beside the app
   */
  public Demo(URI node, Observations observations, Set<Companion> companions, Terminal terminal)
      throws IOException {
    this.node = node;
    this.observations = observations;
    this.companions = companions;
    this.terminal = terminal;
    this.receiver = new Receiver();
  }

  public void run(boolean json) throws IOException {
    try (var client = new Client(node, TIMEOUT)) {
      var weather = new Weather(client);
      Map<String, List<Observation>> stations = observations.read();
      var notifications = new Notifications(weather, terminal, QUIET);
      boolean notifies = companions.contains(Companion.NOTIFY);
      if (notifies) {
        notifications.subscribe(stations.keySet(), receiver.url());
      }
      new Feed(weather, terminal).send(stations);
      new CatchUp(weather, terminal, PATIENCE, companions).await(stations);
      if (notifies) {
        notifications.await(stations.keySet());
        terminal
            .err()
            .printf(
                "holdfast: the demo's receiver got %,d webhooks, %,d of them different%n",
                receiver.requests(), receiver.different());
      }
      terminal.err().println();
      var answers = new Answers(weather, new Printed(terminal, json));
      answers.years(stations.keySet());
      answers.current(stations.keySet());
      answers.alerts(stations.keySet());
      var more = new CompanionAnswers(weather, new Printed(terminal, json));
      if (companions.contains(Companion.COMFORT)) {
        more.comfort(stations.keySet());
      }
      if (notifies) {
        more.notifications(stations.keySet());
      }
    }
  }

  /** Looks for something new; a source that cannot be reached is told and tried again later. */
  public void feedAgain() {
    try (var client = new Client(node, TIMEOUT)) {
      new Feed(new Weather(client), terminal).send(observations.read());
    } catch (IOException e) {
      terminal.err().println("holdfast: nothing fed this time: " + e.getMessage());
    }
  }

  /** Lines to paste into another terminal; NODE in them stands for where it listens. */
  public void invite(String lines, String station) {
    String text = "Try in another terminal (Ctrl-C here stops the node):\n" + lines;
    for (Companion companion : companions) {
      text += "  " + companion.question().replace("STATION", station) + "\n";
    }
    terminal.err().print(text.replace("NODE", node.toString()));
    terminal.err().flush();
  }

  @Override
  public void close() {
    receiver.close();
  }
}

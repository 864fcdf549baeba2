package dev.holdfast.cluster;

import dev.holdfast.journal.members.MemberRow;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Knocks at the remoting ports of members. */
final class Ports {
  private Ports() {}

  /** Looking a name up has no limit of its own; it may take so much longer than connecting. */
  private static final Duration LOOKING_UP = Duration.ofMillis(250);

  /** What each answers; all at once, so that the slowest costs no more than the patience. */
  static Map<String, Answer> knock(List<MemberRow> rows, Duration patience) {
    return knock(rows, patience, address -> knock(address, patience));
  }

  static Map<String, Answer> knock(
      List<MemberRow> rows, Duration patience, Function<String, Answer> one) {
    long most = patience.plus(LOOKING_UP).toMillis();
    var answers = new HashMap<String, CompletableFuture<Answer>>();
    for (MemberRow row : rows) {
      answers.put(
          row.address(),
          CompletableFuture.supplyAsync(
                  () -> one.apply(row.address()),
                  work -> Thread.ofVirtual().name("cluster-knock").start(work))
              .completeOnTimeout(Answer.NOTHING, most, TimeUnit.MILLISECONDS)
              .exceptionally(_ -> Answer.NOTHING));
    }
    var found = new HashMap<String, Answer>();
    answers.forEach((address, answer) -> found.put(address, answer.join()));
    return found;
  }

  private static Answer knock(String address, Duration patience) {
    try (var socket = new Socket()) {
      socket.connect(socketAddress(address), Math.toIntExact(patience.toMillis()));
      return Answer.OPEN;
    } catch (ConnectException e) {
      return isRefusal(e) ? Answer.REFUSED : Answer.NOTHING;
    } catch (IOException e) {
      return Answer.NOTHING;
    }
  }

  /** The same class says "timed out" and "no route" where the system gave up by itself. */
  private static boolean isRefusal(ConnectException e) {
    return String.valueOf(e.getMessage()).contains("refused");
  }

  private static InetSocketAddress socketAddress(String address) {
    return new InetSocketAddress(host(address), port(address));
  }

  static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}

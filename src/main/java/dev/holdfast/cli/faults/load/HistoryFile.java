package dev.holdfast.cli.faults.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The history of a run as JSON, one operation a line in the order in which they ended. */
final class HistoryFile implements AutoCloseable {
  private final BufferedWriter out;

  HistoryFile(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      out = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void write(Operation operation) {
    try {
      out.write(line(operation));
      out.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String line(Operation operation) {
    ObjectNode line = JsonText.object();
    line.put("process", operation.process()).put("entity", operation.entity());
    action(operation.action(), line);
    if (!operation.key().isEmpty()) {
      line.put("key", operation.key());
    }
    line.put("node", operation.node());
    if (!operation.home().isEmpty()) {
      line.put("home", operation.home());
    }
    line.put("invoke", operation.invoked()).put("complete", operation.completed());
    outcome(operation.outcome(), line);
    return JsonText.line(line);
  }

  private static void action(Action action, ObjectNode line) {
    switch (action) {
      case Action.Append(long value) -> line.put("op", "append").put("value", value);
      case Action.Write(long value) -> line.put("op", "write").put("value", value);
      case Action.Swap(long expected, long value) ->
          line.put("op", "cas").put("expected", expected).put("value", value);
      case Action.ReadList(boolean strong) -> line.put("op", strong ? "read" : "read-bounded");
      case Action.ReadValue(boolean strong) -> line.put("op", strong ? "read" : "read-bounded");
      case Action.OfBank.Transfer(long id, String to, long cents, boolean held) ->
          line.put("op", held ? "hold" : "transfer")
              .put("id", id)
              .put("to", to)
              .put("cents", cents);
      case Action.OfBank.Claim(long id) -> line.put("op", "claim").put("id", id);
      case Action.OfBank.Close(boolean closed) -> line.put("op", closed ? "close" : "open");
    }
  }

  private static void outcome(Outcome outcome, ObjectNode line) {
    switch (outcome) {
      case Outcome.Appended(int position) -> line.put("outcome", "ok").put("position", position);
      case Outcome.Listed(List<Long> values) -> {
        ArrayNode list = line.put("outcome", "ok").putArray("list");
        values.forEach(list::add);
      }
      case Outcome.Done _ -> line.put("outcome", "ok");
      case Outcome.Value(long value) -> line.put("outcome", "ok").put("found", value);
      case Outcome.Mismatch(long actual) -> line.put("outcome", "ok").put("mismatch", actual);
      case Outcome.Rejected(String code) -> line.put("outcome", "ok").put("rejected", code);
      case Outcome.Failed(String reason) -> line.put("outcome", "fail").put("reason", reason);
      case Outcome.Unknown(String reason) -> line.put("outcome", "unknown").put("reason", reason);
    }
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.holdfast.edge;

import dev.holdfast.edge.input.JsonStrings;
import dev.holdfast.edge.rows.OutboxRows;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EventData;
import dev.holdfast.services.history.HistoryRow;
import dev.holdfast.services.history.StateDiff;
import java.util.Locale;
import java.util.Optional;

/** How a commit looks to whoever reads history. */
final class EventRows {
  private EventRows() {}

  static void write(StringBuilder to, HistoryRow history) {
    CommitRow row = history.row();
    Commit commit = row.commit();
    to.append("{\"sequence\":").append(row.sequence());
    to.append(",\"offset\":\"").append(row.slice()).append(':').append(row.offset());
    to.append("\",\"time\":\"").append(commit.time()).append("\",\"handler\":");
    JsonStrings.quote(to, commit.handler());
    to.append(",\"caller\":{\"kind\":\"");
    to.append(commit.caller().kind().name().toLowerCase(Locale.ROOT)).append("\",\"name\":");
    JsonStrings.quote(to, commit.caller().name());
    to.append('}');
    // The number of a request between nodes says nothing to anybody else.
    Optional<Cause> cause = commit.cause().filter(why -> why.kind() != Cause.Kind.REQUEST);
    if (cause.isPresent()) {
      to.append(",\"cause\":");
      JsonStrings.quote(to, cause.get().key());
    }
    to.append(",\"version\":");
    JsonStrings.quote(to, commit.version());
    to.append(",\"events\":[");
    for (int i = 0; i < commit.events().size(); i++) {
      to.append(i == 0 ? "" : ",");
      event(to, commit.events().get(i));
    }
    to.append("],\"reply\":").append(commit.reply());
    OutboxRows.write(to, commit.outbox(), row.sequence());
    to.append(",\"diff\":[");
    for (int i = 0; i < history.diff().size(); i++) {
      to.append(i == 0 ? "" : ",");
      change(to, history.diff().get(i));
    }
    to.append("]}");
  }

  private static void event(StringBuilder to, EventData event) {
    to.append("{\"type\":");
    JsonStrings.quote(to, event.type());
    to.append(",\"version\":").append(event.version());
    to.append(",\"data\":").append(event.data()).append('}');
  }

  private static void change(StringBuilder to, StateDiff.Change change) {
    to.append("{\"op\":\"").append(change.operation().name().toLowerCase(Locale.ROOT));
    to.append("\",\"path\":");
    JsonStrings.quote(to, change.path());
    change.from().ifPresent(from -> to.append(",\"from\":").append(from));
    change.value().ifPresent(value -> to.append(",\"value\":").append(value));
    to.append('}');
  }
}

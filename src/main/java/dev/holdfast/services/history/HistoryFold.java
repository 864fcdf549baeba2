package dev.holdfast.services.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One instance being folded forward beside the entity, never written. Used by one thread.
 *
 * <p>Invariant: the state is that after {@code sequence} commits; it only moves forward, by whole
 * pages. User code works on {@link Steps}, which are dropped with their thread when it is late.
 */
final class HistoryFold {
  private static final JsonFactory UNBOUNDED =
      JsonFactory.builder()
          // States passed the limits on their way in.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(UNBOUNDED);

  private final CommitReads reads;
  private final PastCode code;
  private final InstantSource clock;
  private final FunctionRuntime runtime;
  private final EntityId id;
  private final int page;

  private FunctionState state;
  private long sequence;
  private Instant time = Instant.EPOCH;

  private HistoryFold(History history, FunctionRuntime runtime, EntityId id) {
    this.reads = history.reads();
    this.code = history.code();
    this.clock = history.clock();
    this.page = history.settings().page();
    this.runtime = runtime;
    this.id = id;
    this.state = runtime.empty();
  }

  /** The instance as it was after so many commits. */
  static HistoryFold at(
      History history, FunctionRuntime runtime, EntityId id, long sequence, Instant deadline)
      throws HistoryRefused {
    var fold = new HistoryFold(history, runtime, id);
    Optional<StoredSnapshot> stored =
        history
            .reads()
            .snapshot(id.key(), sequence)
            .filter(found -> found.snapshot().version().equals(runtime.description().version()));
    if (stored.isPresent()) {
      fold.start(stored.get(), deadline);
    }
    fold.forward(sequence, deadline);
    return fold;
  }

  FunctionRuntime runtime() {
    return runtime;
  }

  FunctionState state() {
    return state;
  }

  long sequence() {
    return sequence;
  }

  /** When the last commit was made. */
  Instant time() {
    return time;
  }

  /** Takes a snapshot for the start if it can be read; else the fold begins with nothing. */
  private void start(StoredSnapshot stored, Instant deadline) throws HistoryRefused {
    Instant when = Instant.EPOCH;
    Optional<Json> written = Optional.empty();
    byte[] content = stored.snapshot().content().utf8();
    try (JsonParser in = UNBOUNDED.createParser(content)) {
      in.nextToken();
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        if (field.equals("t")) {
          when = Instant.parse(in.getText());
        } else if (field.equals("s")) {
          written = Optional.of(slice(in, content));
        } else {
          in.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Not a snapshot: " + id, e);
    }
    if (written.isEmpty()) {
      return;
    }
    Json encoded = written.get();
    Optional<FunctionState> found = code.run(id.service(), deadline, () -> runtime.decode(encoded));
    if (found.isPresent()) {
      state = found.get();
      sequence = stored.sequence();
      time = when;
    }
  }

  /** The bytes of the value the parser stands on. */
  private static Json slice(JsonParser in, byte[] content) throws IOException {
    int from = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    return Json.wrap(Arrays.copyOfRange(content, from, (int) in.currentLocation().getByteOffset()));
  }

  private void forward(long to, Instant deadline) throws HistoryRefused {
    while (sequence < to) {
      requireTime(deadline, sequence);
      List<CommitRow> rows = reads.commits(id.key(), sequence + 1, to, page);
      if (rows.isEmpty()) {
        throw new HistoryRefused(
            ProblemCode.INVALID_REQUEST.problem(id + " is at sequence " + sequence + "."));
      }
      moveTo(code.run(id.service(), deadline, () -> steps(deadline).all(rows)));
    }
  }

  /** The next commits with what each changed, at most so many; empty when there are none yet. */
  List<HistoryRow> next(int most, Instant deadline) throws HistoryRefused {
    List<CommitRow> rows =
        reads.commits(id.key(), sequence + 1, Long.MAX_VALUE, Math.min(most, page));
    if (rows.isEmpty()) {
      return List.of();
    }
    var told = new ArrayList<HistoryRow>(rows.size());
    moveTo(code.run(id.service(), deadline, () -> steps(deadline).told(rows, told)));
    return told;
  }

  private Steps steps(Instant deadline) {
    return new Steps(deadline, state, sequence, time);
  }

  private void moveTo(Steps reached) {
    state = reached.state;
    sequence = reached.sequence;
    time = reached.time;
  }

  /** A few commits being folded on a handler's thread; becomes the fold when it ends in time. */
  private final class Steps {
    private final Instant deadline;
    private FunctionState state;
    private long sequence;
    private Instant time;

    Steps(Instant deadline, FunctionState state, long sequence, Instant time) {
      this.deadline = deadline;
      this.state = state;
      this.sequence = sequence;
      this.time = time;
    }

    Steps all(List<CommitRow> rows) throws HistoryRefused {
      for (CommitRow row : rows) {
        apply(row);
      }
      return this;
    }

    /** Also tells what each commit changed. */
    Steps told(List<CommitRow> rows, List<HistoryRow> told) throws HistoryRefused {
      JsonNode before = tree(state.encode());
      for (CommitRow row : rows) {
        apply(row);
        JsonNode after = row.commit().events().isEmpty() ? before : tree(state.encode());
        told.add(new HistoryRow(row, StateDiff.between(before, after)));
        before = after;
      }
      return this;
    }

    private void apply(CommitRow row) throws HistoryRefused {
      requireTime(deadline, sequence);
      if (row.sequence() != sequence + 1) {
        throw new IllegalStateException(
            id
                + " has commit "
                + row.sequence()
                + " after "
                + sequence
                + ": the journal has a gap");
      }
      try {
        if (!row.commit().events().isEmpty()) {
          state = runtime.fold(state, row.commit().events());
        }
      } catch (FunctionFailed e) {
        throw new HistoryRefused(
            ProblemCode.HANDLER_FAILED.problem(
                id + " cannot be folded past sequence " + sequence + " by the deployed version."));
      }
      sequence = row.sequence();
      time = row.commit().time();
    }
  }

  private void requireTime(Instant deadline, long reached) throws HistoryRefused {
    if (clock.instant().isAfter(deadline)) {
      throw new HistoryRefused(
          ProblemCode.DEADLINE_EXCEEDED.problem(
              "Reached sequence " + reached + " of " + id + " before the deadline."));
    }
  }

  private static JsonNode tree(Json document) {
    try {
      return MAPPER.readTree(document.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException("A runtime encoded a state that is not JSON", e);
    }
  }
}

package dev.holdfast.edge;

import dev.holdfast.journal.AppendSignals;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory. */
final class MemoryJournal implements CommitReads, AppendSignals {
  private final Map<String, List<CommitRow>> rows = new TreeMap<>();
  private final Map<String, StoredSnapshot> snapshots = new TreeMap<>();
  private final Map<String, List<Runnable>> followers = new ConcurrentHashMap<>();
  private long offset;

  CommitRow append(String entity, Commit commit) {
    CommitRow row;
    synchronized (this) {
      List<CommitRow> own = rows.computeIfAbsent(entity, e -> new ArrayList<>());
      row = new CommitRow(entity, own.size() + 1L, 7, ++offset, 1, commit);
      own.add(row);
    }
    followers.getOrDefault(entity, List.of()).forEach(Runnable::run);
    return row;
  }

  synchronized void save(String entity, StoredSnapshot snapshot) {
    snapshots.put(entity, snapshot);
  }

  synchronized long commitsInAll() {
    return offset;
  }

  int followers(String entity) {
    return followers.getOrDefault(entity, List.of()).size();
  }

  @Override
  public synchronized List<CommitRow> commits(String entity, long from, long to, int limit) {
    return rows.getOrDefault(entity, List.of()).stream()
        .filter(row -> row.sequence() >= from && row.sequence() <= to)
        .limit(limit)
        .toList();
  }

  @Override
  public Map<String, Long> sequences(String service) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CommitRow> histories(List<String> entities, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CommitRow> slice(int slice, long after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized long sequenceAt(String entity, Instant time) {
    return rows.getOrDefault(entity, List.of()).stream()
        .filter(row -> !row.commit().time().isAfter(time))
        .count();
  }

  @Override
  public synchronized long highestSequence(String entity) {
    return rows.getOrDefault(entity, List.of()).size();
  }

  @Override
  public synchronized Optional<StoredSnapshot> snapshot(String entity, long atMost) {
    return Optional.ofNullable(snapshots.get(entity)).filter(s -> s.sequence() <= atMost);
  }

  @Override
  public synchronized List<String> instances(
      String service, String prefix, String afterId, int limit) {
    return rows.keySet().stream()
        .filter(key -> key.startsWith(service + "/" + prefix))
        .map(key -> key.substring(service.length() + 1))
        .filter(id -> id.compareTo(afterId) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public Map<Integer, Integer> slicesByWriter() {
    return Map.of();
  }

  @Override
  public synchronized Totals totals() {
    return new Totals(rows.size(), offset);
  }

  @Override
  public Subscription subscribe(String entity, Runnable nudge) {
    List<Runnable> own = followers.computeIfAbsent(entity, e -> new CopyOnWriteArrayList<>());
    own.add(nudge);
    return () -> own.remove(nudge);
  }
}

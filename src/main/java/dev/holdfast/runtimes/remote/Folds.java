package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Folded;
import dev.holdfast.runtimes.remote.Questions.Unfolded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the states of one service worked out by its function. */
final class Folds implements RemoteState.Folding {
  /** Events of one request, so that neither side holds a whole long history twice. */
  private static final int FOLD_BYTES = 4 << 20;

  private final String service;
  private final Endpoint endpoint;
  private final AtomicInteger asked = new AtomicInteger();

  Folds(String service, Endpoint endpoint) {
    this.service = service;
    this.endpoint = endpoint;
  }

  /** Works a state out, on whatever thread needs it; a long history in several requests. */
  @Override
  public Json fold(Json state, List<EventData> events) {
    Json value = state;
    int begin = 0;
    while (begin < events.size()) {
      int end = begin;
      for (int bytes = 0; end < events.size() && (end == begin || bytes < FOLD_BYTES); end++) {
        bytes += events.get(end).data().size();
      }
      value = foldedAtOnce(value, events.subList(begin, end));
      begin = end;
    }
    return value;
  }

  private Json foldedAtOnce(Json state, List<EventData> events) {
    try {
      return switch (folded(List.of(new Unfolded(state, events))).getFirst()) {
        case Folded.State(Json folded) -> folded;
        case Folded.Unanswered(String why) -> throw new NoAnswer(why);
        case Folded.Failed(_, String why) ->
            throw new RemoteFoldFailed(service + " cannot fold: " + why);
      };
    } catch (NoAnswer e) {
      throw new RemoteFoldFailed(
          "%s cannot fold %d events: %s".formatted(service, events.size(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFoldFailed(service + " was interrupted while it folded", e);
    }
  }

  private List<Folded> folded(List<Unfolded> instances) throws NoAnswer, InterruptedException {
    Json body = Questions.fold(service, instances);
    // Nobody keeps what comes of it, so that any process will do.
    int affinity = asked.incrementAndGet();
    Endpoint.Answer answer = endpoint.ask(new Endpoint.Request("fold", body, affinity));
    return ReplyReader.fold(answer.body(), instances.size());
  }

  /** Many at once, so that the way there and back counts little. */
  List<Folded> foldAll(List<List<EventData>> histories) {
    var all = new ArrayList<Folded>(histories.size());
    var chunk = new ArrayList<Unfolded>();
    long bytes = 0;
    for (List<EventData> history : histories) {
      chunk.add(new Unfolded(Json.NULL, history));
      bytes += history.stream().mapToLong(event -> event.data().size()).sum();
      if (bytes >= FOLD_BYTES) {
        all.addAll(chunkFolded(chunk));
        chunk.clear();
        bytes = 0;
      }
    }
    all.addAll(chunkFolded(chunk));
    return all;
  }

  private List<Folded> chunkFolded(List<Unfolded> chunk) {
    if (chunk.isEmpty()) {
      return List.of();
    }
    try {
      return folded(chunk);
    } catch (NoAnswer e) {
      if (chunk.size() == 1) {
        return List.of(new Folded.Unanswered(String.valueOf(e.getMessage())));
      }
      // One of them may be too much for it: not a reason to know nothing of the others.
      var all = new ArrayList<Folded>(chunk.size());
      int half = chunk.size() / 2;
      all.addAll(chunkFolded(chunk.subList(0, half)));
      all.addAll(chunkFolded(chunk.subList(half, chunk.size())));
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFoldFailed(service + " was interrupted while it folded", e);
    }
  }
}

package dev.holdfast.services.hosting;

import dev.holdfast.journal.JournalEntry;
import dev.holdfast.services.routing.ReplyPath;
import java.util.ArrayList;
import java.util.List;

/**
 * The commits that one turn of an entity writes together, and the answers that wait for them.
 *
 * <p>Invariant: {@code state} is the committed state with every commit of the batch folded in, so
 * each command of a turn is decided on all before it. An answer decided in a batch waits for the
 * whole batch even when it wrote nothing itself, because it may rest on what is not yet on disk.
 * What is written proves that the state was current; a batch that writes nothing has no such proof.
 */
final class Batch {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<EntityState> states = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<ReplyPath> waiting = new ArrayList<>();
  private EntityState state;
  private boolean restsOnState;

  Batch(EntityState committed) {
    state = committed;
  }

  EntityState state() {
    return state;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Nothing was decided in it yet, so nothing would be lost with it. */
  boolean isUntouched() {
    return answers.isEmpty();
  }

  /** Whether its answers are only true if no other node has written meanwhile. */
  boolean needsProof() {
    return restsOnState && entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  List<JournalEntry> entries() {
    return entries;
  }

  List<EntityState> states() {
    return states;
  }

  void write(JournalEntry entry, EntityState next, ReplyPath replyTo, Runnable answer) {
    entries.add(entry);
    states.add(next);
    state = next;
    answerLater(replyTo, answer);
  }

  void answerLater(ReplyPath replyTo, Runnable answer) {
    waiting.add(replyTo);
    answers.add(answer);
  }

  /** Likewise, with an answer that follows from the state and is not written. */
  void answerFromState(ReplyPath replyTo, Runnable answer) {
    restsOnState = true;
    answerLater(replyTo, answer);
  }

  /** The batch is on disk, or was empty. */
  void answer() {
    answers.forEach(Runnable::run);
  }

  /** The batch will not be answered; tells everybody why. */
  void fail(java.util.function.Consumer<ReplyPath> why) {
    waiting.forEach(why);
  }
}

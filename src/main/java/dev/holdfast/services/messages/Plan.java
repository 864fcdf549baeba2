package dev.holdfast.services.messages;

import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Call;
import java.util.Optional;

/** What an instance does with a call that a message, a timer or a repair made. */
public sealed interface Plan {
  /** The handler of this call decides. */
  record Run(Call call) implements Plan {}

  /** It was done before. */
  record Done() implements Plan {}

  /** Not now, or not at all. */
  record Refuse(Problem problem) implements Plan {}

  /**
   * No handler is needed; this is to be written.
   *
   * @param call whose handler and caller the commit names
   */
  record Write(Call call, Outbox outbox) implements Plan {}

  /**
   * What became of it, to be written with what its handler accepted.
   *
   * @param told what the caller is to be told instead of the reply, though it is written
   */
  record Result(Outbox outbox, Optional<Problem> told) {}
}

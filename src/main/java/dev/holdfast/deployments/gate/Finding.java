package dev.holdfast.deployments.gate;

/**
 * Something that speaks against a version.
 *
 * @param where a service, an instance, or a commit of one
 * @param text what is wrong, and what to do
 */
public record Finding(Kind kind, String where, String text) {
  /** What it is about. */
  public enum Kind {
    /** Journals hold a type of event that the version cannot read. */
    UNREADABLE_TYPE,
    /** An event of a journal cannot be folded. */
    FOLD_FAILED,
    /** A state is another than the version that runs makes of the same events. */
    STATE_DIFFERS,
    /** A recorded command is decided otherwise than the journal says. */
    DECIDES_OTHERWISE,
    /** A handler is gone that a timer, a send or a parked message is for. */
    HANDLER_GONE,
    /** One of the versions did not answer, so that nothing is known. */
    NOT_COMPARED
  }
}

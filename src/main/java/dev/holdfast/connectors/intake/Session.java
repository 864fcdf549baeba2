package dev.holdfast.connectors.intake;

/**
 * One connection to a broker as a source uses it; called by one thread only. What any method throws
 * ends the connection.
 */
public interface Session<T> {
  /**
   * Called at every turn, some ten times a second at least.
   *
   * @param room how many more messages may arrive
   */
  void turn(int room) throws Exception;

  /** The message is on disk: the broker may forget it. */
  void accept(T handle) throws Exception;

  /** The message is poison: the broker is to put it aside. */
  void refuse(Incoming<T> poison, String why) throws Exception;

  /** Nothing more is to arrive; what did is answered still. */
  void pause() throws Exception;

  /** All that will be answered has been: what was told to the broker is to reach it. */
  void finish() throws Exception;
}

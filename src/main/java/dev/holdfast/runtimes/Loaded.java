package dev.holdfast.runtimes;

import java.util.List;

/** The services of one folder or package, ready to be asked. */
public interface Loaded extends AutoCloseable {
  /** What the folder or the package is called in messages. */
  String name();

  /** The content address of the code, the same in every service's description. */
  String version();

  List<FunctionRuntime> runtimes();

  /** Lets go of whatever runs for them. */
  @Override
  void close();
}

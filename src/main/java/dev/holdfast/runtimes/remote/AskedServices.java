package dev.holdfast.runtimes.remote;

import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import java.util.List;

/**
 * The services of an endpoint.
 *
 * @param endpoint is theirs, and closed with them
 */
public record AskedServices(
    String name, String version, List<FunctionRuntime> runtimes, Endpoint endpoint)
    implements Loaded {
  public AskedServices {
    runtimes = List.copyOf(runtimes);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}

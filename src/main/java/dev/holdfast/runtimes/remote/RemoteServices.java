package dev.holdfast.runtimes.remote;

import dev.holdfast.runtimes.FunctionRuntime;
import java.util.ArrayList;
import java.util.List;

/** The services that a function answers for. */
public final class RemoteServices {
  private RemoteServices() {}

  /**
   * Asks what they are.
   *
   * @param version of the code behind the endpoint
   */
  public static List<FunctionRuntime> of(Endpoint endpoint, String version)
      throws NoAnswer, InterruptedException {
    Endpoint.Answer answer = endpoint.ask(new Endpoint.Request("discover", Questions.DISCOVER, 0));
    Discovery discovery = Discovery.read(answer.body(), version);
    List<FunctionRuntime> runtimes = new ArrayList<>();
    for (Discovery.Found found : discovery.services()) {
      runtimes.add(new RemoteRuntime(found, endpoint, discovery.keepsStates()));
    }
    return runtimes;
  }
}

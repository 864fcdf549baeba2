package dev.holdfast.runtimes.remote;

import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
    return runtimes(discovery, endpoint, discovery.keepsStates());
  }

  /**
   * Asks an endpoint that is not this node's own what it has. Its version is a hash of where it is
   * and what it says.
   *
   * <p>States are sent along always, whatever it says of keeping them: their tokens are of one
   * node, and another node or another start of this one may have given the same token to another
   * state, which a process that outlives nodes would still have.
   *
   * @param name in messages
   * @param address where it is, asked for after it has answered
   * @param endpoint is closed when nothing comes of it, else with what is returned
   */
  public static Loaded load(String name, Supplier<String> address, Endpoint endpoint)
      throws IOException, UnloadableCode {
    try {
      Endpoint.Answer answer =
          endpoint.ask(new Endpoint.Request("discover", Questions.DISCOVER, 0));
      String version = DescribedVersion.of(address.get(), answer.body());
      Discovery discovery = Discovery.read(answer.body(), version);
      return new AskedServices(name, version, runtimes(discovery, endpoint, false), endpoint);
    } catch (NoAnswer e) {
      endpoint.close();
      throw new UnloadableCode(List.of(name + ": " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endpoint.close();
      throw new IOException("interrupted while " + name + " was asked", e);
    }
  }

  private static List<FunctionRuntime> runtimes(
      Discovery discovery, Endpoint endpoint, boolean keepsStates) {
    List<FunctionRuntime> runtimes = new ArrayList<>();
    for (Discovery.Found found : discovery.services()) {
      runtimes.add(new RemoteRuntime(found, endpoint, keepsStates));
    }
    return runtimes;
  }
}

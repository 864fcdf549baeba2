package dev.holdfast.cli.node;

/** Builds and starts one node in this process; the commands that serve are handed one. */
@FunctionalInterface
public interface NodeStarter {
  /**
   * Starts a node and returns once it answers requests and its services are deployed.
   *
   * @throws NodeFailed when it cannot: a taken port, a wrong setting, a service that is refused
   */
  RunningNode start(NodeOptions options);
}

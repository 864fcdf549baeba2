package dev.holdfast.deployments;

import dev.holdfast.protocol.Problem;

/** A deployment, or a change of one, is not made; what ran before runs. */
public final class DeploymentRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public DeploymentRefused(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}

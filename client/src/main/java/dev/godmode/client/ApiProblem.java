package dev.godmode.client;

import dev.godmode.protocol.api.Requests.Problem;

/** Control refused: its problem document says why. */
public final class ApiProblem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ApiProblem(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}

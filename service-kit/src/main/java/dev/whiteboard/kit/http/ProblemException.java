package dev.whiteboard.kit.http;

/** Leaves an endpoint with a problem as the answer. Carries no stack trace: it is an outcome. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized: thrown and caught in one process
  private final Problem problem;

  ProblemException(Problem problem) {
    super(problem.title() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}

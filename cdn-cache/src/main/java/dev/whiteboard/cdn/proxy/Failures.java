package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.kit.http.Problem;

/** What a client is told where no answer came from above. */
final class Failures {
  private Failures() {}

  static Problem problem(UpstreamException why) {
    var reason = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case UNREACHABLE ->
          Problem.of(504, "Origin unreachable", "The origin can't be asked. " + reason);
      case TIMEOUT -> Problem.of(504, "Origin timeout", "The origin did not answer. " + reason);
      case BROKEN -> Problem.of(502, "Bad gateway", "The origin gave no valid answer. " + reason);
      case LOOP -> Problem.of(508, "Loop detected", "The request goes in a circle. " + reason);
      case REQUEST -> Problem.of(400, "Bad request", "The body did not come whole. " + reason);
    };
  }
}

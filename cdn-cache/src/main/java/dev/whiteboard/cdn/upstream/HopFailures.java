package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.TimeoutException;

/** What failures of Vert.x' client mean, in words that a client may read. */
final class HopFailures {
  private HopFailures() {}

  /** No connection was had. */
  static UpstreamException before(Throwable failure) {
    return switch (failure) {
      case UpstreamException known -> known;
      case ConnectionPoolTooBusyException busy ->
          new UpstreamException(Reason.UNREACHABLE, "Too many requests wait for it.", busy);
      case null, default ->
          new UpstreamException(Reason.UNREACHABLE, "Nobody answers at its address.", failure);
    };
  }

  /** The request was sent, and no answer came. */
  static UpstreamException instead(Throwable failure) {
    return switch (failure) {
      case UpstreamException known -> known;
      case TimeoutException late ->
          new UpstreamException(Reason.TIMEOUT, "No answer came in time.", late);
      case null, default ->
          new UpstreamException(Reason.BROKEN, "What came is no answer.", failure);
    };
  }

  /** The answer began, and broke off. */
  static UpstreamException within(Throwable failure) {
    return failure instanceof UpstreamException known
        ? known
        : new UpstreamException(Reason.BROKEN, "The answer ended too early.", failure);
  }
}

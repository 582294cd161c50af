package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import io.vertx.core.Future;

/**
 * Changes the head of an answer before it leaves, wherever the answer came from. Its body is not
 * held meanwhile but for the {@code 64 KiB} that may be on their way to any client.
 */
@FunctionalInterface
public interface AnswerHook {
  /**
   * Begins to.
   *
   * @param request as it was looked up
   * @return completes on the event loop of the request; where it fails, there is no answer but an
   *     error
   */
  Future<ResponseHead> apply(RequestHead request, ResponseHead answer);
}

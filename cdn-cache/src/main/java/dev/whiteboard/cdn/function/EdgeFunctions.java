package dev.whiteboard.cdn.function;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Functions that run at the edge, for a request and for its response: strangers' code, which gets
 * nothing but what is passed in, and neither time nor memory beyond its bounds.
 */
public interface EdgeFunctions {
  /**
   * Runs a function's request hook, off the event loop.
   *
   * @return completes on another thread; fails with {@link FunctionException}
   */
  CompletionStage<Outcome> onRequest(String function, RequestHead request);

  /**
   * Runs a function's response hook, off the event loop.
   *
   * @return completes on another thread with the response's new head; fails with {@link
   *     FunctionException}
   */
  CompletionStage<ResponseHead> onResponse(
      String function, RequestHead request, ResponseHead response);

  /** What a function makes of a request. */
  sealed interface Outcome {
    /** It goes on, so. */
    record GoOn(RequestHead request) implements Outcome {}

    /** It is answered here. */
    record Answer(ResponseHead head, ByteBuffer body) implements Outcome {}
  }
}

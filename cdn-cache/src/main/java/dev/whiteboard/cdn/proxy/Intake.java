package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a listener makes of a request before the cache sees it: limits, routes, functions, purges;
 * and which fields it believes.
 */
@FunctionalInterface
public interface Intake {
  /** Looks at a request. On its event loop. */
  Decision admit(HttpServerRequest request, RequestHead head);

  /** What is to be done with it. */
  sealed interface Decision {
    /**
     * It is served.
     *
     * @param head what goes on: also the key
     * @param pastCache whether what is kept does not count, and nothing is kept
     */
    record Serve(RequestHead head, boolean pastCache) implements Decision {}

    /** It is not. */
    record Refuse(Refusal refusal) implements Decision {}

    /** It is answered at once. */
    record Answer(ResponseHead head, Buffer body) implements Decision {}

    /** That is known in a while; the future completes on the request's event loop. */
    record Later(Future<Decision> decision) implements Decision {}
  }
}

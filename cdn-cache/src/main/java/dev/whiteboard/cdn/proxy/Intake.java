package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.protect.OnMiss;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a listener makes of a request before the cache sees it: limits, routes, functions, purges;
 * and which fields it believes.
 */
@FunctionalInterface
public interface Intake {
  /** Looks at a request. On its event loop. */
  Decision admit(HttpServerRequest request, RequestHead head);

  /**
   * How a request is served.
   *
   * @param pastCache whether what is kept does not count, and nothing is kept
   * @param onMiss what may be done where nothing is kept
   * @param hook changes the head of the answer; null for none
   */
  record Terms(boolean pastCache, OnMiss onMiss, @Nullable AnswerHook hook) {
    /** From what is kept, and kept. */
    public static final Terms CACHED = new Terms(false, OnMiss.KEEP, null);

    /** Neither. */
    public static final Terms PAST_CACHE = new Terms(true, OnMiss.PASS, null);
  }

  /** What is to be done with it. */
  sealed interface Decision {
    /**
     * It is served.
     *
     * @param head what goes on: also the key
     * @param terms on which
     */
    record Serve(RequestHead head, Terms terms) implements Decision {
      /**
       * On the usual terms.
       *
       * @param pastCache whether what is kept does not count, and nothing is kept
       */
      public Serve(RequestHead head, boolean pastCache) {
        this(head, pastCache ? Terms.PAST_CACHE : Terms.CACHED);
      }
    }

    /** It is not. */
    record Refuse(Refusal refusal) implements Decision {}

    /** It is answered at once. */
    record Answer(ResponseHead head, Buffer body) implements Decision {}

    /** That is known in a while; the future completes on the request's event loop. */
    record Later(Future<Decision> decision) implements Decision {}
  }
}

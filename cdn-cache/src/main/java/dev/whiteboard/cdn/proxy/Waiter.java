package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who waits for a flight.
 *
 * @param client what they asked
 * @param leads whether the flight was begun for them: its answer is theirs, whatever it is
 * @param context where they are to be told
 * @param outcome told once
 * @param early told of each 103
 */
record Waiter(
    RequestHead client,
    boolean leads,
    Context context,
    Handler<Outcome> outcome,
    Handler<ResponseHead> early) {
  private static final Logger log = LoggerFactory.getLogger(Waiter.class);

  void tell(Outcome what) {
    on(context, () -> outcome.handle(what));
  }

  void hint(ResponseHead hints) {
    on(context, () -> early.handle(hints));
  }

  /** Runs it there: at once where this is there already. */
  static void on(Context context, Runnable task) {
    if (((ContextInternal) context).inThread()) {
      task.run();
      return;
    }
    try {
      context.runOnContext(_ -> task.run());
    } catch (RejectedExecutionException e) {
      // Its loop has ended, and whoever was on it with it.
      log.debug("an event loop ended before those who waited on it", e);
    }
  }
}

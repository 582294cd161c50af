package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.kit.store.RedisConnection;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.ratelimit.redis.Breaker.Pass;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.protocol.AsyncCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to Redis: a command, and a second one where the script is not there yet. Ends once:
 * with the answer, or with a {@link StoreAwayException}.
 *
 * <p>A call that ended too late may still be carried out by Redis. Then it has cost permits, and
 * nobody was admitted for them: never the other way round.
 */
final class Call extends CompletableFuture<long[]> {
  /** The server is there, and did not like the question: others may fare better. */
  private static final String ANSWERS = "(ERR|WRONGTYPE|NOSCRIPT)\\b.*";

  private final RedisConnection redis;
  private final Breaker breaker;
  private final Pass pass;
  private final long endsAtNanos;
  private volatile @Nullable AsyncCommand<String, String, long[]> command;

  Call(RedisConnection redis, Breaker breaker, Pass pass, long endsAtNanos) {
    this.redis = redis;
    this.breaker = breaker;
    this.pass = pass;
    this.endsAtNanos = endsAtNanos;
  }

  long endsAtNanos() {
    return endsAtNanos;
  }

  /** Sends a command; the other one where the server does not know the script of the first. */
  void send(
      Supplier<AsyncCommand<String, String, long[]>> first,
      @Nullable Supplier<AsyncCommand<String, String, long[]>> otherwise) {
    try {
      var sent = redis.send(first.get());
      command = sent;
      var _ = sent.whenComplete((numbers, failure) -> ended(numbers, failure, otherwise));
    } catch (RuntimeException e) { // as when there is no connection this moment
      fail(e);
    }
  }

  private void ended(
      long @Nullable [] numbers,
      @Nullable Throwable failure,
      @Nullable Supplier<AsyncCommand<String, String, long[]>> otherwise) {
    if (numbers != null) {
      if (complete(numbers)) {
        breaker.answered();
      }
    } else if (failure instanceof RedisNoScriptException && otherwise != null && !isDone()) {
      send(otherwise, null);
    } else {
      fail(failure);
    }
  }

  private void fail(@Nullable Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (completeExceptionally(new StoreAwayException("Redis: " + cause))) {
      if (isAnswer(cause)) {
        breaker.answered();
      } else {
        breaker.failed(pass);
      }
    }
  }

  private static boolean isAnswer(@Nullable Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        && String.valueOf(failure.getMessage()).matches(ANSWERS);
  }

  /** Its time is over. What was not sent yet is not sent any more. */
  void tooLate() {
    if (isDone()) {
      return;
    }
    if (completeExceptionally(new StoreAwayException("Redis did not answer in time"))) {
      breaker.failed(pass);
      var waiting = command;
      if (waiting != null) {
        waiting.cancel();
      }
    }
  }
}

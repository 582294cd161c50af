package dev.whiteboard.chat.push.channel;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts an end to calls that have none of their own. */
final class Deadline {
  private Deadline() {}

  /**
   * Calls on a virtual thread, which is interrupted at the deadline: that closes its socket. A look
   * up of a name takes no notice, but nobody waits for it any more.
   *
   * @throws ExecutionException where the call fails
   * @throws TimeoutException where it takes longer
   */
  static <T> T call(Duration max, Callable<T> call)
      throws ExecutionException, TimeoutException, InterruptedException {
    var task = new FutureTask<>(call);
    var _ = Thread.ofVirtual().name("push-call").start(task);
    try {
      return task.get(max.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      task.cancel(true);
    }
  }
}

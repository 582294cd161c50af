package dev.whiteboard.kit.shard;

import dev.whiteboard.kit.store.StoreAwayException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A shard's share of a node's blocking calls, for those that anybody can cause by asking for codes.
 *
 * <p>A shard that is away holds each of them for seconds. Without a share they would soon be all
 * the calls that there are, and requests to the healthy shards refused. Beyond it a call is refused
 * at once, and gives back its own.
 */
public final class CallShare {
  private final Semaphore calls;

  /**
   * A share.
   *
   * @param callsMax how many calls may be under way at once
   */
  public CallShare(int callsMax) {
    this.calls = new Semaphore(callsMax);
  }

  /**
   * Makes the call, on this thread.
   *
   * @throws StoreAwayException where the share is used up
   */
  public <T> T call(Supplier<T> call) {
    if (!calls.tryAcquire()) {
      throw new StoreAwayException("too many calls wait for one shard");
    }
    try {
      return call.get();
    } finally {
      calls.release();
    }
  }
}

package dev.whiteboard.shortener.link;

/**
 * Which code the request with an idempotency key is to get, said before its link is made. A request
 * that is repeated then goes for the same code, and so for the same shard, which makes the link
 * once.
 */
public interface KeyClaims extends AutoCloseable {
  /**
   * Claims the link's code for its key, where it has one. Blocks.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where the key's shard is away; at once
   *     where it gives no sign of life
   */
  Claim claim(NewLink link);

  /** Gives a claim up: its code is another link's, and will ever be. Blocks. */
  void release(NewLink link);

  /** Ends what works in the background; call when nobody claims any more. */
  @Override
  void close();

  /** What came of a claim. */
  sealed interface Claim {
    /**
     * A link may be tried to be kept.
     *
     * @param link what was asked for, or the same under the code of an earlier request
     */
    record Granted(NewLink link) implements Claim {}

    /** The key was used before, for another body. */
    record OtherBody() implements Claim {}
  }

  /** One database needs none: it keeps key and link in one transaction. */
  record Needless() implements KeyClaims {
    @Override
    public Claim claim(NewLink link) {
      return new Claim.Granted(link);
    }

    @Override
    public void release(NewLink link) {}

    @Override
    public void close() {}
  }
}

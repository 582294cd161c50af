package dev.whiteboard.cdn.tier;

/**
 * Header fields that nodes write for each other. A listener for clients takes all of them off what
 * comes in, and whatever answers a client has none.
 */
public final class NodeFields {
  /** What their names begin with. */
  public static final String PREFIX = "x-node-";

  /** Shows that a node sends it: the shared secret. */
  public static final String SECRET = PREFIX + "secret";

  /** Says that it is no client's request but a message to the node itself, and which. */
  public static final String MESSAGE = PREFIX + "message";

  /** Which routes and functions a process has; with health checks and their answers. */
  public static final String BOOK = PREFIX + "book";

  /** The scheme of the client's URL. */
  public static final String SCHEME = PREFIX + "scheme";

  /** The latest invalidation that the node which asks has applied. */
  public static final String EPOCH = PREFIX + "epoch";

  /** Which log of invalidations its epoch is of. */
  public static final String HISTORY = PREFIX + "history";

  /** Milliseconds that the node which is asked has for the head of its answer. */
  public static final String DEADLINE = PREFIX + "deadline";

  /** Says that somebody below tries for a second time. */
  public static final String RETRIED = PREFIX + "retried";

  /**
   * Says that nobody waits for it: what is stale is to be made new before it is given. Without that
   * each tier would answer a refresh with what it has, and a new version came down by one tier for
   * each refresh.
   */
  public static final String REFRESH = PREFIX + "refresh";

  private NodeFields() {}
}

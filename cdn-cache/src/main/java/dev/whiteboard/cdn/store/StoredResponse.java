package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.caching.StoredHead;
import java.util.Set;

/**
 * A response that is kept.
 *
 * @param head what the rules know of it
 * @param body its bytes
 * @param tags what it can be purged by, beside its URL; in no order
 * @param mustValidate a soft purge hit it: it is stale, whatever its head says
 * @param coded the same bytes, compressed
 */
public record StoredResponse(
    StoredHead head, Body body, Set<String> tags, boolean mustValidate, Coded coded) {
  /** Not to be compressed. */
  public StoredResponse(StoredHead head, Body body, Set<String> tags, boolean mustValidate) {
    this(head, body, tags, mustValidate, Coded.Never.NEVER);
  }

  /** The same, with this beside it. */
  public StoredResponse with(Coded other) {
    return new StoredResponse(head, body, tags, mustValidate, other);
  }
}

package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.purge.Invalidation;
import java.util.List;

/**
 * What one node keeps: responses by URL, each with its variants, bounded by bytes.
 *
 * <p>For any thread; nothing blocks.
 */
public interface ObjectStore {
  /** All variants under the request's key. Counts as a use of them. */
  List<StoredResponse> find(RequestHead request);

  /**
   * Marks the moment before a request goes up: what comes back is as old as that.
   *
   * @return to be given with what came; never kept for long
   */
  Fence begin(RequestHead request);

  /**
   * Keeps a response in place of the variant that it replaces.
   *
   * @param fence from before its request went up
   * @return whether it is kept: not where an invalidation that meets it was applied since, where it
   *     is too large, or where admission says no
   */
  boolean keep(Fence fence, RequestHead request, StoredResponse response);

  /** Replaces a variant by the same with a new head; nothing where it is gone meanwhile. */
  boolean freshen(Fence fence, RequestHead request, StoredResponse before, StoredResponse after);

  /** Whether a fill that began at the fence may still answer somebody who asks now. */
  boolean holds(Fence fence, RequestHead request);

  /**
   * Takes out, or makes stale, what an invalidation meets; and keeps it from coming back by fills
   * that are under way.
   *
   * @return how many variants it took out or marked
   */
  int apply(Invalidation invalidation);

  /** Bytes that are kept, of heads and bodies. */
  long bytes();

  /** Variants that are kept. */
  int size();

  /** A moment in the order of invalidations on this node. */
  record Fence(long applied) {}
}

package dev.whiteboard.cdn.store;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The bytes of a response that is kept, whole. Immutable: whoever reads takes duplicates.
 *
 * @param chunks in order, read-only
 * @param bytes all together
 */
public record Body(List<ByteBuffer> chunks, long bytes) {
  /** No bytes. */
  public static final Body EMPTY = new Body(List.of(), 0);
}

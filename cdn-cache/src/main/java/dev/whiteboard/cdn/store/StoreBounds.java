package dev.whiteboard.cdn.store;

/**
 * What a store is held to.
 *
 * @param bytesMax all that it keeps, with what that costs beside the bytes of heads and bodies
 * @param objectBytesMax the largest response that is kept
 * @param variantsMax variants of one URL; of more, the one that came first goes
 */
public record StoreBounds(long bytesMax, long objectBytesMax, int variantsMax) {
  /** Variants where nothing else is said. */
  public static final int VARIANTS_MAX = 32;

  /** The largest object may take that part of the whole. */
  private static final int LARGEST_PART = 8;

  /** Refuses what would keep nothing. */
  public StoreBounds {
    if (bytesMax < 1 || objectBytesMax < 1 || variantsMax < 1) {
      throw new IllegalArgumentException(
          "each 1 or more: %d, %d, %d".formatted(bytesMax, objectBytesMax, variantsMax));
    }
  }

  /** So many bytes; one object an eighth of them at most. */
  public static StoreBounds of(long bytesMax) {
    return new StoreBounds(bytesMax, Math.max(1, bytesMax / LARGEST_PART), VARIANTS_MAX);
  }
}

package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Gift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packs a gift, as much as a letter holds. */
final class GiftBox {
  private final List<Invalidation> invalidations = new ArrayList<>();
  private final List<Long> voids = new ArrayList<>();
  private long room = LetterCodec.GIFT_CHARS_MAX;

  /**
   * Adds one.
   *
   * @param invalidation empty where the sequence is void
   * @return whether there was room
   */
  boolean add(long sequence, Optional<Invalidation> invalidation) {
    var size = invalidation.map(Recent::size).orElse(0L);
    var count = invalidations.size() + voids.size();
    if (count == LetterCodec.GIFT_COUNT_MAX || (count > 0 && size > room)) {
      return false;
    }
    room -= size;
    invalidation.ifPresentOrElse(invalidations::add, () -> voids.add(sequence));
    return true;
  }

  Gift close(long lostThrough) {
    return new Gift(List.copyOf(invalidations), List.copyOf(voids), lostThrough);
  }
}

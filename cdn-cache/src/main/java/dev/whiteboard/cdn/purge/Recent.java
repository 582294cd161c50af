package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Gift;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** The latest invalidations, for those who missed one. Bounded by count and by size. */
final class Recent {
  private static final int COUNT_MAX = 4_096;

  /** Of URLs, tags and prefixes: one invalidation can have half a million characters. */
  private static final long CHARS_MAX = 8_000_000;

  private final NavigableMap<Long, Optional<Invalidation>> bySequence = new TreeMap<>();
  private long chars;

  void add(Invalidation invalidation) {
    chars += size(invalidation);
    bySequence.put(invalidation.sequence(), Optional.of(invalidation));
    trim();
  }

  void addVoid(long sequence) {
    bySequence.put(sequence, Optional.empty());
    trim();
  }

  private void trim() {
    while (bySequence.size() > COUNT_MAX || chars > CHARS_MAX) {
      var oldest = bySequence.pollFirstEntry().getValue();
      chars -= oldest.map(Recent::size).orElse(0L);
    }
  }

  void clear() {
    bySequence.clear();
    chars = 0;
  }

  /** Whether it is remembered, be it as void. */
  boolean has(long sequence) {
    return bySequence.containsKey(sequence);
  }

  Optional<Invalidation> find(long sequence) {
    return bySequence.getOrDefault(sequence, Optional.empty());
  }

  /** What is wanted of those from a sequence on, the oldest first; as much as a letter holds. */
  Gift gift(long from, LongPredicate wanted) {
    var gift = new GiftBox();
    for (var entry : bySequence.tailMap(from, true).entrySet()) {
      if (wanted.test(entry.getKey()) && !gift.add(entry.getKey(), entry.getValue())) {
        break;
      }
    }
    return gift.close(0);
  }

  /** Characters of what it meets. */
  static long size(Invalidation invalidation) {
    return InvalidationCodec.keys(invalidation.target()).stream().mapToLong(String::length).sum();
  }
}

package dev.whiteboard.cdn.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is kept under one URL: its variants, the newest first. Immutable but for its end. */
public final class Entry {
  /** What an entry costs beside its variants: key, nodes of the cache and of the index. */
  private static final int OVERHEAD_BYTES = 256;

  private final List<Kept> variants;
  private final List<StoredResponse> responses;
  private final long weight;
  private final AtomicBoolean over = new AtomicBoolean();

  Entry(String url, List<Kept> variants) {
    this.variants = variants;
    this.responses = variants.stream().map(Kept::response).toList();
    this.weight = OVERHEAD_BYTES + url.length() + variants.stream().mapToLong(Kept::weight).sum();
  }

  /** Bytes, with all that it costs to keep. */
  public long weight() {
    return weight;
  }

  List<Kept> variants() {
    return variants;
  }

  /** Made once, so that a hit makes nothing. */
  List<StoredResponse> responses() {
    return responses;
  }

  /** It is out of the cache. True for the first who says so. */
  boolean end() {
    return over.compareAndSet(false, true);
  }
}

package dev.whiteboard.cdn.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One variant while it is kept. It knows how many entries hold it: two for the moment in which one
 * takes the place of the other. With the last it leaves the index, and does not come back.
 */
final class Kept {
  /** What a variant costs beside its bytes: objects, list, references. */
  private static final int OVERHEAD_BYTES = 512;

  /** What a field line costs beside its characters: two strings. */
  private static final int LINE_BYTES = 96;

  /** What a tag costs in the index: a node, and a set for those that nobody else has. */
  private static final int TAG_BYTES = 256;

  private final String url;
  private volatile StoredResponse response;
  private final long weight;
  private final AtomicInteger holders = new AtomicInteger(1);

  Kept(String url, StoredResponse response) {
    this.url = url;
    this.response = response;
    this.weight = weightOf(response);
  }

  String url() {
    return url;
  }

  StoredResponse response() {
    return response;
  }

  /**
   * To be validated from now on. It stays the same variant: a purge that walks the index meanwhile
   * must not miss it. Under the lock of its URL.
   */
  void mark() {
    response = Variants.marked(response);
  }

  /** Bytes, with all that it costs to keep. */
  long weight() {
    return weight;
  }

  boolean isHeld() {
    return holders.get() > 0;
  }

  /** One more entry holds it; not where the last has let it go already. */
  boolean retain() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** One entry lets it go. True for the last. */
  boolean release() {
    return holders.decrementAndGet() == 0;
  }

  static long weightOf(StoredResponse response) {
    var weight = OVERHEAD_BYTES + response.body().bytes() + response.coded().bytes();
    for (var field : response.head().response().fields()) {
      weight += LINE_BYTES + field.name().length() + field.value().length();
    }
    for (var field : response.head().request().fields()) {
      weight += LINE_BYTES + field.name().length() + field.value().length();
    }
    for (var tag : response.tags()) {
      weight += TAG_BYTES + tag.length();
    }
    return weight;
  }
}

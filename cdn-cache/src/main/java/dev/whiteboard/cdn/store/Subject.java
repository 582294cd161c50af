package dev.whiteboard.cdn.store;

import java.util.Set;

/** A response that an invalidation may meet. */
final class Subject {
  private final String url;
  private final long urlHash;
  private final long[] tagHashes;
  private final boolean hasKnownTags;

  Subject(String url, Set<String> tags, boolean hasKnownTags) {
    this.url = url;
    this.urlHash = Keys.hash(url);
    this.tagHashes = tags.stream().mapToLong(Keys::hash).toArray();
    this.hasKnownTags = hasKnownTags;
  }

  String url() {
    return url;
  }

  long urlHash() {
    return urlHash;
  }

  long[] tagHashes() {
    return tagHashes;
  }

  boolean hasKnownTags() {
    return hasKnownTags;
  }
}

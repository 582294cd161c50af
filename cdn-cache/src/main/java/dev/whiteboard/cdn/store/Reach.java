package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.Arrays;
import java.util.Set;

/** What an invalidation meets, in few bytes: it may meet more than was said, never less. */
sealed interface Reach {
  /** In few bytes. */
  static Reach of(Target target) {
    return switch (target) {
      case Target.Urls(var urls) when urls.size() <= Fences.NAMES_MAX -> new Urls(hashes(urls));
      case Target.Tags(var tags) when tags.size() <= Fences.NAMES_MAX -> new Tagged(hashes(tags));
      case Target.Prefix(var prefix) -> new Prefix(beginning(prefix));
      case Target.Urls _, Target.Tags _ -> new Everything();
    };
  }

  /** Whether it may meet this response. */
  boolean meets(Subject subject);

  private static long[] hashes(Set<String> names) {
    return names.stream().mapToLong(Keys::hash).sorted().toArray();
  }

  private static String beginning(String prefix) {
    return prefix.substring(0, Math.min(prefix.length(), Fences.PREFIX_CHARACTERS_MAX));
  }

  private static boolean has(long[] sorted, long hash) {
    return Arrays.binarySearch(sorted, hash) >= 0;
  }

  /** URLs by their hashes, in order. */
  @SuppressWarnings("ArrayRecordComponent")
  record Urls(long[] hashes) implements Reach {
    @Override
    public boolean meets(Subject subject) {
      return has(hashes, subject.urlHash());
    }
  }

  /** Tags by their hashes, in order. */
  @SuppressWarnings("ArrayRecordComponent")
  record Tagged(long[] hashes) implements Reach {
    @Override
    public boolean meets(Subject subject) {
      return !subject.hasKnownTags()
          || Arrays.stream(subject.tagHashes()).anyMatch(hash -> has(hashes, hash));
    }
  }

  /** URLs that begin so. */
  record Prefix(String prefix) implements Reach {
    @Override
    public boolean meets(Subject subject) {
      return subject.url().startsWith(prefix);
    }
  }

  /** Too much to remember. */
  record Everything() implements Reach {
    @Override
    public boolean meets(Subject subject) {
      return true;
    }
  }
}

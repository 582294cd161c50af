package dev.whiteboard.cdn.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What is kept, by tag and by URL. As each variant is linked once and unlinked once, the order in
 * which threads come does not matter: what is left is what is kept.
 */
final class Index {
  private final ConcurrentHashMap<String, Set<Kept>> byTag = new ConcurrentHashMap<>();

  /** In order, for prefixes: with the number of variants of each. */
  private final ConcurrentSkipListMap<String, Integer> urls = new ConcurrentSkipListMap<>();

  private final LongAdder variants = new LongAdder();

  void link(Kept kept) {
    kept.response().tags().forEach(tag -> link(tag, kept));
    urls.merge(kept.url(), 1, Integer::sum);
    variants.increment();
  }

  void unlink(Kept kept) {
    kept.response().tags().forEach(tag -> unlink(tag, kept));
    urls.computeIfPresent(kept.url(), (_, count) -> count == 1 ? null : count - 1);
    variants.decrement();
  }

  private void link(String tag, Kept kept) {
    byTag.compute(
        tag,
        (_, known) -> {
          var all = known == null ? ConcurrentHashMap.<Kept>newKeySet(1) : known;
          all.add(kept);
          return all;
        });
  }

  private void unlink(String tag, Kept kept) {
    byTag.computeIfPresent(
        tag,
        (_, all) -> {
          all.remove(kept);
          return all.isEmpty() ? null : all;
        });
  }

  /** All with this tag. May be walked while it changes: what is there before, is met. */
  Set<Kept> tagged(String tag) {
    return byTag.getOrDefault(tag, Set.of());
  }

  /** All URLs that begin so, in order. May be walked while it changes. */
  Stream<String> beginningWith(String prefix) {
    return urls.tailMap(prefix, true).keySet().stream().takeWhile(url -> url.startsWith(prefix));
  }

  int variants() {
    return variants.intValue();
  }

  /** How many tags there are. */
  int tags() {
    return byTag.size();
  }

  /** How many URLs there are. */
  int urls() {
    return urls.size();
  }
}

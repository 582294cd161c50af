package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps responses in memory. What a purge met is gone when {@link #apply} returns, and no fill that
 * began before brings it back, whichever threads come when.
 */
public final class MemoryStore implements ObjectStore {
  /*
   *   cache    url ─▸ Entry [Kept, Kept]        which of them goes, is the cache's policy
   *   index    tag ─▸ {Kept}    url in order    what purges go by
   *   fences   the last purges                  what comes late is held against
   *
   * A hit reads the cache, and no more: no lock, and the list is made already.
   *
   * Who changes what is kept under a URL holds the URL's lock, and makes a new entry of the old
   * one. Evictions come at any time from within the cache and take no lock: so the cache may have
   * given up the old entry while the new one is made of it. Each variant counts who holds it. The
   * new entry takes hold before the old one lets go; where the old one was evicted first, the
   * variant is gone, and the new one goes without it. So each variant is linked once and unlinked
   * once, with its last holder.
   *
   * A purge and a fill that race:
   *
   *   purge    1 publish to the fences    2 pass the locks    3 sweep what the index has
   *   fill     in the lock: 1 ask the fences    2 put, and link
   *
   * The fill asks before the purge is published: then it holds its lock since, the purge waits for
   * it at 2, and 3 finds what was put. Or it asks after: then it is refused. To put first and to
   * ask then would be as safe in the end, but shows what was purged for a moment.
   *
   * Costs: a purge by URL looks at one entry, by tag at those that have it, by prefix at those
   * that begin so: a sorted index, 1 to 2 us for each fill, instead of a look at all. Each variant
   * that is met takes some microseconds, under its own lock alone. A tag of a million takes
   * seconds, and the thread that applies it as long: it is not to be an event loop's.
   */

  private final StoreBounds bounds;
  private final Admission admission;
  private final Cache<String, Entry> cache;
  private final Index index = new Index();
  private final Fences fences = new Fences();
  private final Stripes stripes = new Stripes();

  /**
   * An empty one.
   *
   * @param caches makes the cache for it
   * @param admission what is let in
   */
  public MemoryStore(StoreBounds bounds, EntryCaches caches, Admission admission) {
    this.bounds = bounds;
    this.admission = admission;
    this.cache = caches.create(bounds.bytesMax(), this::end);
  }

  @Override
  public List<StoredResponse> find(RequestHead request) {
    var entry = cache.get(Keys.of(request));
    return entry == null ? List.of() : entry.responses();
  }

  @Override
  public Fence begin(RequestHead request) {
    return new Fence(fences.applied());
  }

  @Override
  public boolean holds(Fence fence, RequestHead request) {
    return !fences.mayBeMet(fence.applied(), Keys.of(request));
  }

  @Override
  public boolean keep(Fence fence, RequestHead request, StoredResponse response) {
    var url = Keys.of(request);
    return isKeepable(response) && stripes.holding(url, () -> keep(fence, url, response));
  }

  private boolean isKeepable(StoredResponse response) {
    return response.tags().size() <= Tags.TAGS_MAX
        && Kept.weightOf(response) <= bounds.objectBytesMax();
  }

  private boolean keep(Fence fence, String url, StoredResponse response) {
    if (fences.isMet(fence.applied(), url, response.tags())) {
      return false;
    }
    var entry = cache.get(url);
    return (entry != null || admission.admits(Keys.hash(url)))
        && putFirst(url, entry, response, old -> Variants.replaces(response, old));
  }

  @Override
  public boolean freshen(
      Fence fence, RequestHead request, StoredResponse before, StoredResponse after) {
    var url = Keys.of(request);
    return isKeepable(after) && stripes.holding(url, () -> freshen(fence, url, before, after));
  }

  private boolean freshen(Fence fence, String url, StoredResponse before, StoredResponse after) {
    var entry = cache.get(url);
    if (entry == null || fences.isMet(fence.applied(), url, tagsOf(before, after))) {
      return false;
    }
    Predicate<StoredResponse> isBefore = kept -> kept.head().equals(before.head());
    return entry.responses().stream().anyMatch(isBefore) && putFirst(url, entry, after, isBefore);
  }

  private static Set<String> tagsOf(StoredResponse before, StoredResponse after) {
    var tags = new HashSet<>(before.tags());
    tags.addAll(after.tags());
    return tags;
  }

  /** Keeps a response before the others, without those whose place it takes. */
  private boolean putFirst(
      String url,
      @Nullable Entry entry,
      StoredResponse response,
      Predicate<StoredResponse> isReplaced) {
    var first = linked(url, response);
    var variants = new ArrayList<Kept>();
    variants.add(first);
    for (var kept : entry == null ? List.<Kept>of() : entry.variants()) {
      if (variants.size() < bounds.variantsMax()
          && !isReplaced.test(kept.response())
          && kept.retain()) {
        variants.add(kept);
      }
    }
    put(url, variants);
    return first.isHeld();
  }

  @Override
  public int apply(Invalidation invalidation) {
    var soft = invalidation.soft();
    fences.publish(invalidation.target());
    stripes.pass();
    return switch (invalidation.target()) {
      case Target.Urls(var urls) -> urls.stream().mapToInt(url -> sweep(url, soft)).sum();
      case Target.Tags(var tags) -> tags.stream().mapToInt(tag -> sweepTag(tag, soft)).sum();
      case Target.Prefix(var prefix) ->
          index.beginningWith(prefix).mapToInt(url -> sweep(url, soft)).sum();
    };
  }

  private int sweepTag(String tag, boolean soft) {
    return index.tagged(tag).stream()
        .mapToInt(kept -> sweep(kept.url(), soft, other -> other == kept))
        .sum();
  }

  private int sweep(String url, boolean soft) {
    return sweep(url, soft, _ -> true);
  }

  private int sweep(String url, boolean soft, Predicate<Kept> isMet) {
    return stripes.holding(url, () -> soft ? mark(url, isMet) : takeOut(url, isMet));
  }

  private int takeOut(String url, Predicate<Kept> isMet) {
    var entry = cache.get(url);
    if (entry == null || entry.variants().stream().noneMatch(isMet)) {
      return 0;
    }
    var met = 0;
    var left = new ArrayList<Kept>();
    for (var kept : entry.variants()) {
      if (isMet.test(kept)) {
        met++;
      } else if (kept.retain()) {
        left.add(kept);
      }
    }
    put(url, left);
    return met;
  }

  private int mark(String url, Predicate<Kept> isMet) {
    Predicate<Kept> isToMark = kept -> isMet.test(kept) && !kept.response().mustValidate();
    var entry = cache.get(url);
    if (entry == null || entry.variants().stream().noneMatch(isToMark)) {
      return 0;
    }
    var met = 0;
    var variants = new ArrayList<Kept>();
    for (var kept : entry.variants()) {
      if (kept.retain()) {
        if (isToMark.test(kept)) {
          met++;
          kept.mark();
        }
        variants.add(kept);
      }
    }
    put(url, variants);
    return met;
  }

  private Kept linked(String url, StoredResponse response) {
    var kept = new Kept(url, response);
    index.link(kept);
    return kept;
  }

  private void put(String url, List<Kept> variants) {
    var before = variants.isEmpty() ? cache.remove(url) : cache.put(url, new Entry(url, variants));
    if (before != null) {
      end(before);
    }
  }

  /** The cache may tell of it as well: only the first time counts. */
  private void end(Entry entry) {
    if (entry.end()) {
      entry.variants().stream().filter(Kept::release).forEach(index::unlink);
    }
  }

  @Override
  public long bytes() {
    return cache.weight();
  }

  @Override
  public int size() {
    return index.variants();
  }

  /** Tags that something is kept under. */
  public int tags() {
    return index.tags();
  }

  /** URLs of which something is kept. */
  public int urls() {
    return index.urls();
  }
}

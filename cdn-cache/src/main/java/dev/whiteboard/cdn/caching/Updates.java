package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.caching.CachingRules.Freshened;
import dev.whiteboard.cdn.message.EntityTag;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a 304, or the answer to a {@code HEAD}, makes of what is kept (RFC 9111, 3.2, 4.3.4, 4.3.5).
 *
 * @param settings what is left to the cache
 */
record Updates(RuleSettings settings) {
  /** They tell how the body that is kept is to be read; that did not change with its head. */
  private static final Set<String> OF_KEPT_BODY =
      Set.of(
          "content-digest",
          "content-encoding",
          "content-length",
          "content-md5",
          "content-range",
          "etag",
          "repr-digest");

  /** Those that it is about, before and after. */
  List<Freshened> of(List<StoredHead> variants, ResponseHead update, Freshness.Times times) {
    var freshened = new ArrayList<Freshened>();
    for (var stored : meant(variants, update)) {
      if (update.status() == Statuses.NOT_MODIFIED || isHeadOf(update, stored)) {
        freshened.add(new Freshened(stored, updated(stored, update, times)));
      }
    }
    return freshened;
  }

  /** A strong tag names all that have it; anything weaker the latest that fits. */
  private List<StoredHead> meant(List<StoredHead> variants, ResponseHead update) {
    var tag = EntityTag.of(update.fields());
    if (tag != null && !tag.weak()) {
      var same = variants.stream().filter(stored -> hasTag(stored, tag::isStrongly)).toList();
      if (!same.isEmpty()) {
        return same;
      }
    }
    if (tag != null) {
      return latest(variants, stored -> hasTag(stored, tag::isWeakly));
    }
    var modified = update.fields().first("last-modified");
    if (modified != null) {
      return latest(
          variants, stored -> modified.equals(stored.response().fields().first("last-modified")));
    }
    return variants.size() == 1 ? variants : List.of();
  }

  private boolean hasTag(StoredHead stored, Predicate<EntityTag> same) {
    var tag = Facts.of(stored, settings).tag();
    return tag != null && same.test(tag);
  }

  private static List<StoredHead> latest(List<StoredHead> variants, Predicate<StoredHead> fits) {
    Optional<StoredHead> latest =
        variants.stream().filter(fits).max(Comparator.comparingLong(StoredHead::receivedAtMillis));
    return latest.map(List::of).orElse(List.of());
  }

  /** A 200 to a {@code HEAD} is about what is kept where nothing tells them apart. */
  private static boolean isHeadOf(ResponseHead update, StoredHead stored) {
    var kept = stored.response();
    var bytes = kept.fields().first("content-length");
    var newBytes = update.fields().first("content-length");
    return update.status() == kept.status()
        && (bytes == null || newBytes == null || bytes.equals(newBytes));
  }

  private static StoredHead updated(StoredHead stored, ResponseHead update, Freshness.Times times) {
    var received = times.receivedAtMillis();
    var control = CacheControl.of(update.fields());
    var news = Storability.kept(update.fields(), control, received);
    var fields = merged(stored.response().fields(), news);
    var response = stored.response().withFields(fields);
    return new StoredHead(stored.request(), response, times.askedAtMillis(), received);
  }

  /** What is new replaces what was; without a new age there is none, since both were born now. */
  static Fields merged(Fields kept, Fields news) {
    var replaced = new HashSet<String>();
    news.forEach(field -> replaced.add(field.name()));
    replaced.removeAll(OF_KEPT_BODY);
    replaced.add("age");
    var merged = kept.without(replaced).toBuilder();
    for (var field : news) {
      if (!OF_KEPT_BODY.contains(field.name())) {
        merged.add(field.name(), field.value());
      }
    }
    return merged.build();
  }
}

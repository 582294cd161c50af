package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.caching.CachingRules.Combined;
import dev.whiteboard.cdn.caching.CachingRules.Combined.Slice;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of representations: what is missing of one, and two put together (RFC 9111, 3.3 and 3.4).
 *
 * @param settings what is left to the cache
 */
record Parts(RuleSettings settings) {
  private static final String[] CONDITIONAL = {
    "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "range"
  };

  /**
   * The request for what is missing; null where that is not one range.
   *
   * <p>With a strong tag an origin that has another representation by now sends all of it. Without
   * one a part that comes cannot be trusted to fit, and is not combined; but many origins ignore
   * the range, and then nothing is lost.
   */
  @Nullable RequestHead rest(RequestHead request, StoredHead stored) {
    var facts = Facts.of(stored, settings);
    var part = facts.part();
    if (part == null || (part.first() > 0 && !part.reachesEnd())) {
      return null;
    }
    var range =
        part.first() > 0 ? "bytes=0-" + (part.first() - 1) : "bytes=" + (part.last() + 1) + "-";
    var fields = request.fields().toBuilder();
    for (var name : CONDITIONAL) {
      fields.remove(name);
    }
    fields.add("range", range);
    var tag = facts.tag();
    if (tag != null && !tag.weak()) {
      fields.add("if-range", tag.toString());
    }
    return request.withFields(fields.build());
  }

  /** Both together, where they are of one representation and leave no gap. */
  Optional<Combined> combined(StoredHead kept, long keptBytes, StoredHead came, long cameBytes) {
    var keptFacts = Facts.of(kept, settings);
    var cameFacts = Facts.of(came, settings);
    var one = keptFacts.part();
    var other = cameFacts.part();
    if (one == null || other == null || one.bytes() != keptBytes || other.bytes() != cameBytes) {
      return Optional.empty();
    }
    return areOfOne(keptFacts, cameFacts)
            && kept.request().equals(came.request())
            && touch(one, other)
        ? Optional.of(new Combined(head(kept, came, one, other), slices(one, other)))
        : Optional.empty();
  }

  private static boolean areOfOne(Facts kept, Facts came) {
    var tag = kept.tag();
    var other = came.tag();
    return tag != null && other != null && tag.isStrongly(other);
  }

  private static boolean touch(ContentRange one, ContentRange other) {
    return one.total() == other.total()
        && one.first() <= other.last() + 1
        && other.first() <= one.last() + 1;
  }

  private static StoredHead head(
      StoredHead kept, StoredHead came, ContentRange one, ContentRange other) {
    var first = Math.min(one.first(), other.first());
    var both = new ContentRange(first, Math.max(one.last(), other.last()), one.total());
    var fields =
        Updates.merged(kept.response().fields(), came.response().fields()).toBuilder()
            .remove("content-range")
            .set("content-length", Long.toString(both.bytes()));
    if (!both.isWhole()) {
      fields.add("content-range", both.toString());
    }
    var status = both.isWhole() ? Statuses.OK : Statuses.PARTIAL_CONTENT;
    var response = new ResponseHead(status, fields.build());
    return new StoredHead(came.request(), response, came.askedAtMillis(), came.receivedAtMillis());
  }

  /** What came counts where they overlap; around it is what was kept. */
  private static List<Slice> slices(ContentRange kept, ContentRange came) {
    var slices = new ArrayList<Slice>(3);
    if (kept.first() < came.first()) {
      slices.add(new Slice(true, 0, came.first() - kept.first()));
    }
    slices.add(new Slice(false, 0, came.bytes()));
    if (kept.last() > came.last()) {
      var from = came.last() + 1 - kept.first();
      slices.add(new Slice(true, from, kept.bytes() - from));
    }
    return slices;
  }
}

package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.EntityTag;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.HttpDate;

/** Preconditions of a request, held against what is kept (RFC 9110, 13.2.2). */
final class Conditions {
  /** What they come to. */
  enum Outcome {
    /** Answer as if there were none. */
    HOLD,
    /** The client has it: 304. */
    NOT_MODIFIED,
    /** It is not what the client believes: 412. */
    FAILED
  }

  private Conditions() {}

  /** Whether a request has a field that makes its answer another than the whole. */
  static boolean areIn(Fields request) {
    for (var line = 0; line < request.size(); line++) {
      var name = request.name(line);
      if (name.equals("range") || name.startsWith("if-")) {
        return true;
      }
    }
    return false;
  }

  /** In the order of the RFC: what guards a change, then what saves a transfer. */
  static Outcome of(Fields request, Facts facts, long nowMillis) {
    if (fails(request, facts, nowMillis)) {
      return Outcome.FAILED;
    }
    return isKnown(request, facts, nowMillis) ? Outcome.NOT_MODIFIED : Outcome.HOLD;
  }

  private static boolean fails(Fields request, Facts facts, long nowMillis) {
    if (request.has("if-match")) {
      var tags = request.all("if-match");
      var tag = facts.tag();
      return tag == null ? !tags.contains("*") : !tag.isStronglyAmong(tags);
    }
    var since = date(request, "if-unmodified-since", nowMillis);
    var modified = facts.modifiedMillis();
    return since != HttpDate.INVALID && modified != HttpDate.INVALID && modified > since;
  }

  /** {@code If-None-Match} counts alone where it is there. */
  private static boolean isKnown(Fields request, Facts facts, long nowMillis) {
    if (request.has("if-none-match")) {
      var tags = request.all("if-none-match");
      var tag = facts.tag();
      return tag == null ? tags.contains("*") : tag.isAmong(tags);
    }
    var since = date(request, "if-modified-since", nowMillis);
    return since != HttpDate.INVALID && changed(facts) <= since;
  }

  /** By {@code Last-Modified}, else {@code Date}, else when it was made (RFC 9111, 4.3.2). */
  private static long changed(Facts facts) {
    if (facts.modifiedMillis() != HttpDate.INVALID) {
      return facts.modifiedMillis();
    }
    var date = facts.dateMillis();
    return date == HttpDate.INVALID ? facts.freshness().bornAtMillis() : date;
  }

  /**
   * Whether {@code Range} counts: {@code If-Range} is not there, or names what is kept, and by a
   * validator that two states cannot share (RFC 9110, 13.1.5).
   */
  static boolean rangeCounts(Fields request, Facts facts, long nowMillis) {
    var wanted = request.first("if-range");
    if (wanted == null) {
      return true;
    }
    if (wanted.startsWith("\"") || wanted.startsWith("W/")) {
      var tag = facts.tag();
      return tag != null && tag.isStrongly(EntityTag.parse(wanted));
    }
    var date = HttpDate.parse(wanted, nowMillis);
    return date != HttpDate.INVALID && date == facts.modifiedMillis() && isStrong(facts);
  }

  /** A date is a strong validator where it was a second in the past when it was sent. */
  private static boolean isStrong(Facts facts) {
    var date = facts.dateMillis();
    return date != HttpDate.INVALID && facts.modifiedMillis() <= date - 1000;
  }

  private static long date(Fields request, String name, long nowMillis) {
    var value = request.only(name);
    return value == null ? HttpDate.INVALID : HttpDate.parse(value, nowMillis);
  }
}

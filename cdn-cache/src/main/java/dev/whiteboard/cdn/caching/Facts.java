package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.caching.CachingRules.Answer;
import dev.whiteboard.cdn.message.EntityTag;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.HttpDate;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a head that is kept, worked out once: a hit only compares numbers.
 *
 * <p>Any thread may ask. The last full answer is remembered without a lock: two threads that both
 * make one make the same.
 */
final class Facts {
  private final RuleSettings settings;
  private final ResponseHead response;
  private final CacheControl control;
  private final Freshness freshness;
  private final Selection selection;
  private final boolean mustValidate;
  private final boolean mayBeStale;
  private final @Nullable EntityTag tag;
  private final @Nullable ContentRange part;
  private final Fields lasting;
  private @Nullable Remembered remembered;

  private Facts(StoredHead head, RuleSettings settings) {
    this.settings = settings;
    this.response = head.response();
    var fields = response.fields();
    var targeted = settings.obeysTargeted() ? TargetedControl.of(fields) : null;
    this.control = targeted == null ? CacheControl.of(fields) : targeted;
    var times = new Freshness.Times(head.askedAtMillis(), head.receivedAtMillis());
    this.freshness = Freshness.of(response, control, targeted != null, times, settings);
    this.selection = Selection.of(head.request().fields(), fields);
    this.mustValidate = mustValidate(control);
    this.mayBeStale = mayBeStale(control);
    this.tag = EntityTag.of(fields);
    this.part = partOf(response);
    this.lasting = fields.without(List.of("age", "content-length", "content-range"));
  }

  /** Of a head; worked out where nobody asked before, or only under other settings. */
  @SuppressWarnings("ReferenceEquality")
  static Facts of(StoredHead head, RuleSettings settings) {
    var known = head.facts;
    if (known != null && known.settings == settings) {
      return known;
    }
    var facts = new Facts(head, settings);
    head.facts = facts;
    return facts;
  }

  /** RFC 9111, 4.2.4; what {@code s-maxage} implies is said in 5.2.2.10. */
  private static boolean mayBeStale(CacheControl control) {
    return !mustValidate(control)
        && !control.has("must-revalidate")
        && !control.has("proxy-revalidate")
        && control.sharedMaxAge() == CacheControl.ABSENT;
  }

  /** The latter two come with a 304: what is kept already stays, but answers nobody unasked. */
  private static boolean mustValidate(CacheControl control) {
    return control.has("no-cache")
        || control.has("private")
        || (control.has("no-store") && !control.has("must-understand"));
  }

  private static @Nullable ContentRange partOf(ResponseHead response) {
    return response.status() == Statuses.PARTIAL_CONTENT
        ? ContentRange.parse(response.fields().first("content-range"))
        : null;
  }

  /** Its directives: for CDNs where there are such, else for all. */
  CacheControl control() {
    return control;
  }

  /** Since when it is how old, and fresh. */
  Freshness freshness() {
    return freshness;
  }

  /** Whom it may answer. */
  Selection selection() {
    return selection;
  }

  /** Whether it answers nobody before its origin was asked, fresh or not. */
  boolean mustValidate() {
    return mustValidate;
  }

  /** Whether nothing forbids to use it when it is stale. */
  boolean mayBeStale() {
    return mayBeStale;
  }

  /** Its name, for validation. */
  @Nullable EntityTag tag() {
    return tag;
  }

  /** Which bytes it has; null for all. */
  @Nullable ContentRange part() {
    return part;
  }

  /** When it last changed; {@link HttpDate#INVALID} where that is not known. */
  long modifiedMillis() {
    return date("last-modified");
  }

  /** When its origin sent it; {@link HttpDate#INVALID} where that is not known. */
  long dateMillis() {
    return date("date");
  }

  private long date(String name) {
    var value = response.fields().first(name);
    return value == null ? HttpDate.INVALID : HttpDate.parse(value, freshness.bornAtMillis());
  }

  /** Whether a range of it may be asked for. */
  boolean canBeRanged() {
    return response.status() == Statuses.OK || part != null;
  }

  /** Its fields, but those that depend on the answer: age, length and range. */
  Fields lasting() {
    return lasting;
  }

  /** All of it. */
  Answer full(long bodyBytes, long ageSeconds) {
    var last = remembered;
    if (last != null && last.bodyBytes == bodyBytes && last.ageSeconds == ageSeconds) {
      return last.answer;
    }
    var answer = newFull(bodyBytes, ageSeconds);
    remembered = new Remembered(bodyBytes, ageSeconds, answer);
    return answer;
  }

  private Answer newFull(long bodyBytes, long ageSeconds) {
    var age = Long.toString(ageSeconds);
    var status = response.status();
    var fields =
        Statuses.hasBody(status)
            ? lasting.plus("content-length", Long.toString(bodyBytes), "age", age)
            : lasting.plus("age", age);
    var ranged = part == null ? fields : fields.plus("content-range", part.toString());
    return new Answer(status, ranged, Answer.Part.all(bodyBytes), "");
  }

  private record Remembered(long bodyBytes, long ageSeconds, Answer answer) {}
}

package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ListValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directives of {@code Cache-Control}, of a request or a response (RFC 9111, 5.2).
 *
 * <p>Where they contradict each other the more restrictive one counts: the shortest of two
 * lifetimes, and 0 for one that is no number.
 */
final class CacheControl {
  /** A number that was not given. */
  static final long ABSENT = -1;

  /** Seconds that stand for all that are more (RFC 9111, 1.2.2). */
  static final long SECONDS_MAX = 1L << 31;

  /** No directive at all. */
  static final CacheControl NONE = new CacheControl();

  private final Set<String> flags = new HashSet<>(4);
  private Set<String> withheld = Set.of();
  private long maxAge = ABSENT;
  private long sharedMaxAge = ABSENT;
  private long staleWhileRevalidate = ABSENT;
  private long staleIfError = ABSENT;
  private long maxStale = ABSENT;
  private long minFresh = ABSENT;

  private CacheControl() {}

  /** What all lines of {@code Cache-Control} say together. */
  static CacheControl of(Fields fields) {
    if (!fields.has("cache-control")) {
      return NONE;
    }
    return ofMembers(ListValue.members(fields.all("cache-control")));
  }

  /** What a request says: {@code Pragma: no-cache} counts where there is no other. */
  static CacheControl ofRequest(Fields fields) {
    var pragma = fields.first("pragma");
    if (pragma == null || fields.has("cache-control")) {
      return of(fields);
    }
    var says = ListValue.members(pragma).stream().anyMatch("no-cache"::equalsIgnoreCase);
    return says ? ofMembers(List.of("no-cache")) : NONE;
  }

  private static CacheControl ofMembers(List<String> members) {
    var control = new CacheControl();
    members.forEach(control::member);
    return control;
  }

  /** An empty one, for {@link TargetedControl} to fill. */
  static CacheControl empty() {
    return new CacheControl();
  }

  private void member(String member) {
    var equals = member.indexOf('=');
    if (equals < 0) {
      directive(member.toLowerCase(Locale.ROOT), null);
    } else {
      var value = unquoted(member.substring(equals + 1));
      directive(member.substring(0, equals).toLowerCase(Locale.ROOT), value);
    }
  }

  /**
   * One more directive.
   *
   * @param name in lower case
   * @param value without quotes; null for none
   */
  void directive(String name, @Nullable String value) {
    switch (name) {
      case "max-age" -> maxAge = shorter(maxAge, seconds(value));
      case "s-maxage" -> sharedMaxAge = shorter(sharedMaxAge, seconds(value));
      case "stale-while-revalidate" ->
          staleWhileRevalidate = shorter(staleWhileRevalidate, seconds(value));
      case "stale-if-error" -> staleIfError = shorter(staleIfError, seconds(value));
      case "max-stale" ->
          maxStale = shorter(maxStale, value == null ? SECONDS_MAX : seconds(value));
      case "min-fresh" -> minFresh = Math.max(minFresh, seconds(value));
      case "no-cache", "private" -> perhapsOfFields(name, value);
      default -> flags.add(name);
    }
  }

  /** With names of fields it is about those alone; they are not kept. */
  private void perhapsOfFields(String name, @Nullable String value) {
    var names = value == null ? List.<String>of() : ListValue.members(value);
    if (names.isEmpty()) {
      flags.add(name);
      return;
    }
    var all = new HashSet<>(withheld);
    names.forEach(field -> all.add(field.toLowerCase(Locale.ROOT)));
    withheld = all;
  }

  private static long shorter(long one, long other) {
    return one == ABSENT ? other : Math.min(one, other);
  }

  /** What is no number of seconds is none at all. */
  private static long seconds(@Nullable String value) {
    var seconds = value == null ? ABSENT : Age.digits(value);
    return Math.max(0, seconds);
  }

  private static String unquoted(String value) {
    var end = value.length() - 1;
    return end > 0 && value.charAt(0) == '"' && value.charAt(end) == '"'
        ? value.substring(1, end)
        : value;
  }

  /** Whether there is nothing at all. */
  boolean isEmpty() {
    return this == NONE;
  }

  /** Whether a directive without a value is there: {@code no-store}, {@code public}. */
  boolean has(String flag) {
    return flags.contains(flag);
  }

  /** Seconds, or {@link #ABSENT}. */
  long maxAge() {
    return maxAge;
  }

  /** Seconds for shared caches, or {@link #ABSENT}. */
  long sharedMaxAge() {
    return sharedMaxAge;
  }

  /** Seconds after the lifetime, or {@link #ABSENT} (RFC 5861, 3). */
  long staleWhileRevalidate() {
    return staleWhileRevalidate;
  }

  /** Seconds after the lifetime, or {@link #ABSENT} (RFC 5861, 4). */
  long staleIfError() {
    return staleIfError;
  }

  /** Seconds after the lifetime that a client puts up with, or {@link #ABSENT}. */
  long maxStale() {
    return maxStale;
  }

  /** Seconds of the lifetime that a client wants left, or {@link #ABSENT}. */
  long minFresh() {
    return minFresh;
  }

  /** Fields that {@code no-cache} or {@code private} name. */
  Set<String> withheld() {
    return withheld;
  }
}

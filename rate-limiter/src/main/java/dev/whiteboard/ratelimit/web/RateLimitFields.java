package dev.whiteboard.ratelimit.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The header fields that tell a client of its limits: {@code RateLimit-Policy}, {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10) and {@code Retry-After} (RFC 9110, section 10.2.3).
 *
 * <p>Rules that only watch are not told.
 */
public final class RateLimitFields {
  /*
   * Both are lists of strings with parameters (RFC 9651), an item for each rule under its name:
   *
   *   RateLimit-Policy: "per-user";q=100;w=60, "uploads";q=5;qu="concurrent-requests"
   *   RateLimit: "per-user";r=42;t=1, "uploads";r=0;t=30
   *
   * q  how many at once at most, w within how many seconds: 20 at once of a bucket that is filled
   *    with 10 a second is q=20;w=2, the same rate, and so r is never more than q.
   * r  how many are left, t in how many seconds there is one more; no t where all are there.
   *
   * There are no parts of a second in it. Each wait is rounded up: who waits it out comes late
   * rather than early. A policy of less than a second says one second, and promises too little.
   *
   * Retry-After must not be before t. It is the wait of the rule that denied for the longest; another
   * rule that did not deny may fill up later than that, and goes without its t.
   */

  /** The field of the limits as they are set. */
  public static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");

  /** The field of what is left of them. */
  public static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");

  /** The largest whole number of a structured field (RFC 9651, section 3.3.1). */
  private static final long INTEGER_MAX = 999_999_999_999_999L;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** There is nothing to wait for. */
  private static final long NONE = -1;

  private final StringBuilder policies = new StringBuilder(48);
  private final StringBuilder limits = new StringBuilder(32);
  private final long retryAfterSeconds;

  private RateLimitFields(long retryAfterSeconds) {
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Of one limit. */
  public static RateLimitFields of(String policy, Limit limit, Verdict verdict) {
    var fields = new RateLimitFields(retryAfterSeconds(verdict));
    fields.add(policy, limit, verdict);
    return fields;
  }

  /** Of all rules that hold. */
  public static RateLimitFields of(Outcome outcome) {
    var retryAfter = outcome.admitted() ? NONE : longestRetry(outcome);
    var fields = new RateLimitFields(retryAfter);
    for (var ruling : outcome.rulings()) {
      if (!ruling.rule().shadow()) {
        fields.add(ruling.rule().name(), ruling.rule().limit(), ruling.verdict());
      }
    }
    return fields;
  }

  /** The value of {@code RateLimit-Policy}; empty where no rule holds. */
  public CharSequence policies() {
    return policies;
  }

  /** The value of {@code RateLimit}; empty where no rule holds. */
  public CharSequence limits() {
    return limits;
  }

  /** Whether there is a {@link #retryAfterSeconds}: only for who was denied, and not for good. */
  public boolean hasRetryAfter() {
    return retryAfterSeconds != NONE;
  }

  /** The value of {@code Retry-After}, 1 or more: who waits it out, alone, is admitted. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Puts them on an answer. */
  public void addTo(MultiMap headers) {
    if (!limits.isEmpty()) {
      headers.add(POLICY, policies.toString()).add(LIMIT, limits.toString());
    }
    if (hasRetryAfter()) {
      headers.add(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
    }
  }

  private void add(String name, Limit limit, Verdict verdict) {
    if (!limits.isEmpty()) {
      policies.append(", ");
      limits.append(", ");
    }
    addPolicy(name, limit);
    addLimit(name, verdict);
  }

  private void addPolicy(String name, Limit limit) {
    addString(policies, name);
    policies.append(";q=").append(limit.burst());
    if (limit.algorithm() == Algorithm.CONCURRENCY) {
      policies.append(";qu=\"concurrent-requests\"");
    } else {
      policies.append(";w=").append(windowSeconds(limit));
    }
  }

  private void addLimit(String name, Verdict verdict) {
    addString(limits, name);
    limits.append(";r=").append(verdict.remaining());
    var more = seconds(verdict.moreAfterNanos());
    var moreAfter = verdict.remaining() == 0 ? Math.max(1, more) : more;
    if (moreAfter > 0 && (!hasRetryAfter() || moreAfter <= retryAfterSeconds)) {
      limits.append(";t=").append(moreAfter);
    }
  }

  /** How long it takes until as many as can be had at once are there again. */
  private static long windowSeconds(Limit limit) {
    if (limit.burst() == limit.permits()) {
      return Math.max(1, seconds(limit.per().toNanos()));
    }
    var nanos = (double) limit.per().toNanos() * limit.burst() / limit.permits();
    return Math.clamp((long) Math.ceil(nanos / NANOS_PER_SECOND), 1, INTEGER_MAX);
  }

  /** None where one of them denies for good: no wait helps then. */
  private static long longestRetry(Outcome outcome) {
    var longest = NONE;
    for (var ruling : outcome.rulings()) {
      if (!ruling.rule().shadow() && !ruling.verdict().admitted()) {
        var retry = retryAfterSeconds(ruling.verdict());
        if (retry == NONE) {
          return NONE;
        }
        longest = Math.max(longest, retry);
      }
    }
    return longest;
  }

  private static long retryAfterSeconds(Verdict verdict) {
    if (verdict.admitted() || verdict.retryAfterNanos() == Long.MAX_VALUE) {
      return NONE;
    }
    return Math.max(1, seconds(Math.max(verdict.retryAfterNanos(), verdict.moreAfterNanos())));
  }

  /** Rounded up. */
  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, NANOS_PER_SECOND);
  }

  /** A string holds printable ASCII only (RFC 9651, section 3.3.3); the rest goes in as %XX. */
  private static void addString(StringBuilder text, String value) {
    text.append('"');
    for (var at = 0; at < value.length(); at++) {
      var character = value.charAt(at);
      if (character < ' ' || character > '~') {
        at += addEncoded(text, value, at);
      } else {
        if (character == '"' || character == '\\') {
          text.append('\\');
        }
        text.append(character);
      }
    }
    text.append('"');
  }

  /** Says how many characters more than one it took. */
  private static int addEncoded(StringBuilder text, String value, int at) {
    var point = value.codePointAt(at);
    for (var octet : Character.toString(point).getBytes(UTF_8)) {
      text.append("%%%02X".formatted(octet));
    }
    return Character.charCount(point) - 1;
  }
}

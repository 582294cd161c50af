package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.HttpDate;
import dev.whiteboard.cdn.message.ResponseHead;

/**
 * How long a response is fresh, and since when (RFC 9111, 4.2).
 *
 * @param bornAtMillis when it was made, as far as we can tell: the time it came less its age then
 * @param lifetimeSeconds how long it is fresh from then on; 0 for not at all
 * @param explicit whether its origin said so
 */
record Freshness(long bornAtMillis, long lifetimeSeconds, boolean explicit) {
  /**
   * Of a response.
   *
   * @param control what counts of its directives
   * @param targeted whether they came for CDNs alone, so that {@code Expires} says nothing
   */
  static Freshness of(
      ResponseHead response,
      CacheControl control,
      boolean targeted,
      Times times,
      RuleSettings settings) {
    var born = times.receivedAtMillis() - 1000 * ageSeconds(response.fields(), times);
    if (control.sharedMaxAge() != CacheControl.ABSENT) {
      return new Freshness(born, control.sharedMaxAge(), true);
    }
    if (control.maxAge() != CacheControl.ABSENT) {
      return new Freshness(born, control.maxAge(), true);
    }
    if (!targeted && response.fields().has("expires")) {
      return new Freshness(born, untilExpires(response.fields(), times), true);
    }
    if (Statuses.isHeuristicallyCacheable(response.status()) || control.has("public")) {
      return new Freshness(born, guess(response.fields(), times, settings), false);
    }
    return new Freshness(born, 0, false);
  }

  /** From when on it is stale. */
  long staleFromMillis() {
    return bornAtMillis + 1000 * lifetimeSeconds;
  }

  /** How old it is, in whole seconds. */
  long ageSeconds(long nowMillis) {
    return Math.max(0, (nowMillis - bornAtMillis) / 1000);
  }

  /** {@code corrected_initial_age}. Dates have whole seconds, and so has what is made of them. */
  private static long ageSeconds(Fields fields, Times times) {
    var date = date(fields, times);
    var apparent = Math.max(0, (times.receivedAtMillis() - date) / 1000);
    var delay = Math.max(0, (times.receivedAtMillis() - times.askedAtMillis()) / 1000);
    return Math.max(apparent, Age.seconds(fields) + delay);
  }

  /** Of several lines none counts, and what is no date has passed (RFC 9111, 5.3). */
  private static long untilExpires(Fields fields, Times times) {
    var lines = fields.all("expires");
    var first = HttpDate.parse(lines.getFirst(), times.receivedAtMillis());
    if (first == HttpDate.INVALID || !lines.stream().allMatch(lines.getFirst()::equals)) {
      return 0;
    }
    return Math.clamp((first - date(fields, times)) / 1000, 0, CacheControl.SECONDS_MAX);
  }

  private static long guess(Fields fields, Times times, RuleSettings settings) {
    var value = fields.first("last-modified");
    if (value == null) {
      return 0;
    }
    var modified = HttpDate.parse(value, times.receivedAtMillis());
    if (modified == HttpDate.INVALID) {
      return 0;
    }
    var since = Math.max(0, (date(fields, times) - modified) / 1000);
    return Math.min(
        (long) (since * settings.heuristicFraction()), settings.heuristicMax().toSeconds());
  }

  /** {@code Date}; the time of receipt where it says nothing (RFC 9110, 6.6.1). */
  private static long date(Fields fields, Times times) {
    var value = fields.first("date");
    var date = value == null ? HttpDate.INVALID : HttpDate.parse(value, times.receivedAtMillis());
    return date == HttpDate.INVALID ? times.receivedAtMillis() : date;
  }

  /** When a request was sent and the head of its response came, since the epoch. */
  record Times(long askedAtMillis, long receivedAtMillis) {}
}

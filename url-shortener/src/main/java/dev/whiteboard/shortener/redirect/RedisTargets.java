package dev.whiteboard.shortener.redirect;

import dev.whiteboard.kit.store.Redis;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Targets in Redis, for all nodes.
 *
 * <pre>
 *  key    {prefix}link:{code}
 *  value  302 - 1767225600000 https://example.com/a/long/one
 *         │   │ │             └ location
 *         │   │ └ expires at, milliseconds since the epoch; "-" for never
 *         │   └ "-", or "limited" where visits are numbered
 *         └ status
 *  value  unknown           there is no such link
 * </pre>
 *
 * <p>A day is long enough to hold what is hot, and short enough that what nobody visits goes; it is
 * jittered, so that links of one campaign don't expire in one moment. "Unknown" lasts seconds and
 * is only written where nothing stands ({@code NX}): it can't hide a link made a moment ago.
 */
public final class RedisTargets {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final double JITTER = 0.1;
  private static final Duration UNKNOWN_KEPT = Duration.ofSeconds(10);

  private static final String UNKNOWN = "unknown";
  private static final String NONE = "-";
  private static final String LIMITED = "limited";

  private static final Pattern VALUE =
      Pattern.compile(
          "(?<status>30[1278]) (?<limit>-|limited) (?<expiry>-|[0-9]{1,15}) (?<location>\\S+)");

  private final Redis redis;
  private final String keyPrefix;
  private final InstantSource clock;
  private final DoubleSupplier random;

  /**
   * Targets under this prefix.
   *
   * @param random from 0, inclusive, to 1, exclusive
   */
  public RedisTargets(Redis redis, String keyPrefix, InstantSource clock, DoubleSupplier random) {
    this.redis = redis;
    this.keyPrefix = keyPrefix + "link:";
    this.clock = clock;
    this.random = random;
  }

  /** What Redis knows of a code. */
  public sealed interface Answer {
    /**
     * Where it leads.
     *
     * @param target there
     */
    record Known(Target target) implements Answer {}

    /** There is no such link. */
    record KnownUnknown() implements Answer {}

    /** Nothing. */
    record Nothing() implements Answer {}
  }

  /** Asks; fails at once where Redis is away. */
  public CompletionStage<Answer> find(String code) {
    return redis.send(commands -> commands.get(keyPrefix + code).thenApply(RedisTargets::parse));
  }

  /** Keeps a target. Nobody waits for it: where Redis is away, the next redirect tries again. */
  public void keep(String code, Target target) {
    var leftMillis = target.expiresAtMillis() - clock.millis();
    if (leftMillis > 0) {
      var keptMillis = (long) (KEPT.toMillis() * (1 - JITTER * random.getAsDouble()));
      set(code, format(target), SetArgs.Builder.px(Math.min(keptMillis, leftMillis)));
    }
  }

  /** Notes that there is no such link, unless something else is known by now. */
  public void keepUnknown(String code) {
    set(code, UNKNOWN, SetArgs.Builder.nx().px(UNKNOWN_KEPT.toMillis()));
  }

  private void set(String code, String value, SetArgs args) {
    var _ = redis.send(commands -> commands.set(keyPrefix + code, value, args));
  }

  static String format(Target target) {
    var expiry =
        target.expiresAtMillis() == Target.NEVER ? NONE : Long.toString(target.expiresAtMillis());
    return String.join(
        " ",
        Integer.toString(target.status()),
        target.limited() ? LIMITED : NONE,
        expiry,
        target.location());
  }

  /** A value that can't be read counts as none: another version of this may have written it. */
  static Answer parse(@Nullable String value) {
    if (value == null) {
      return new Answer.Nothing();
    }
    if (value.equals(UNKNOWN)) {
      return new Answer.KnownUnknown();
    }
    var parts = VALUE.matcher(value);
    if (!parts.matches()) {
      return new Answer.Nothing();
    }
    var status = Integer.parseInt(parts.group("status"));
    var expiry = parts.group("expiry");
    return new Answer.Known(
        new Target(
            parts.group("location"),
            status,
            status == 301 || status == 308,
            parts.group("limit").equals(LIMITED),
            expiry.equals(NONE) ? Target.NEVER : Long.parseLong(expiry)));
  }
}

package dev.whiteboard.shortener.redirect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.store.Redis;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Targets in Redis, for all nodes.
 *
 * <pre>
 *  key    {prefix}link:{code}
 *  value  4 302 - 1767225600000 https://example.com/a/long/one
 *         │ │   │ │             └ location
 *         │ │   │ └ expires at, milliseconds since the epoch; "-" for never
 *         │ │   └ "-", or "limited" where visits are numbered
 *         │ └ status
 *         └ version of the link
 *  value  5 deleted         its owner took it away
 *  value  unknown           there is no such link
 * </pre>
 *
 * <p>A day is long enough to hold what is hot, and short enough that what nobody visits goes; it is
 * jittered, so that links of one campaign don't expire in one moment. An older version never
 * replaces a newer one. "Unknown" lasts a second and is only written where nothing stands ({@code
 * NX}): it can't hide a link made a moment ago.
 */
public final class RedisTargets {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final double JITTER = 0.1;

  /** What expires is kept so long at least: in place of an older version, which did not. */
  private static final Duration KEPT_MIN = Duration.ofMinutes(1);

  private static final Duration UNKNOWN_KEPT = Duration.ofSeconds(1);

  private static final String KEEP_NEWER = script("keep-newer.lua");

  private static final String UNKNOWN = "unknown";
  private static final String NONE = "-";
  private static final String LIMITED = "limited";

  private static final Pattern VALUE =
      Pattern.compile(
          "(?<version>[0-9]{1,18}) (?:deleted|(?<status>30[1278]) (?<limit>-|limited)"
              + " (?<expiry>-|[0-9]{1,15}) (?<location>\\S+))");

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

  /**
   * Keeps a target, unless Redis has a newer version of it.
   *
   * @return completes when Redis has this version or a newer one; fails where Redis is away
   */
  public CompletionStage<Void> keep(String code, Target target) {
    var keptMillis = Math.clamp(millisLeft(target), KEPT_MIN.toMillis(), jitteredMillis());
    return redis.send(commands ->
        commands
            .eval(
                KEEP_NEWER,
                ScriptOutputType.INTEGER,
                new String[] {keyPrefix + code},
                Long.toString(target.version()),
                format(target),
                Long.toString(keptMillis))
            .thenAccept(_ -> {}));
  }

  /** Notes that there is no such link, unless something else is known by now. */
  public void keepUnknown(String code) {
    var args = SetArgs.Builder.nx().px(UNKNOWN_KEPT.toMillis());
    var _ = redis.send(commands -> commands.set(keyPrefix + code, UNKNOWN, args));
  }

  private long millisLeft(Target target) {
    return target.expiresAtMillis() - clock.millis();
  }

  private long jitteredMillis() {
    return (long) (KEPT.toMillis() * (1 - JITTER * random.getAsDouble()));
  }

  static String format(Target target) {
    if (target.isDeleted()) {
      return target.version() + " deleted";
    }
    var expiry =
        target.expiresAtMillis() == Target.NEVER ? NONE : Long.toString(target.expiresAtMillis());
    return String.join(
        " ",
        Long.toString(target.version()),
        Integer.toString(target.status()),
        target.limited() ? LIMITED : NONE,
        expiry,
        new String(target.location(), US_ASCII));
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
    return parts.matches() ? new Answer.Known(target(parts)) : new Answer.Nothing();
  }

  private static Target target(Matcher parts) {
    var version = Long.parseLong(parts.group("version"));
    if (parts.group("status") == null) {
      return Target.deleted(version);
    }
    var expiry = parts.group("expiry");
    return new Target(
        parts.group("location"),
        Integer.parseInt(parts.group("status")),
        parts.group("limit").equals(LIMITED),
        expiry.equals(NONE) ? Target.NEVER : Long.parseLong(expiry),
        version);
  }

  private static String script(String name) {
    try (var in = RedisTargets.class.getResourceAsStream("/redis/shortener/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

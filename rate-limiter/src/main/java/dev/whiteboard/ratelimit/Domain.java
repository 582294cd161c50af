package dev.whiteboard.ratelimit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.ratelimit.check.CheckMeters;
import dev.whiteboard.ratelimit.check.RuledChecks;
import dev.whiteboard.ratelimit.check.ThisNode;
import dev.whiteboard.ratelimit.http.Permits;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import dev.whiteboard.ratelimit.redis.RedisLimits;
import dev.whiteboard.ratelimit.rule.LiveRules;
import dev.whiteboard.ratelimit.rule.RuleFile;
import dev.whiteboard.ratelimit.rule.SharedRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the routes call.
 *
 * @param rules those of the moment
 * @param sharedRules tells all nodes of others
 * @param checks decides by them
 * @param redis where both are kept for all nodes
 * @param permits what is given back later
 * @param clock that of this process
 */
record Domain(
    LiveRules rules,
    SharedRules sharedRules,
    RuledChecks checks,
    Redis redis,
    Permits permits,
    NanoClock clock) {
  private static final int SECRET_BYTES = 32;

  /** Opens it. Redis need not be there: each rule says what happens then. */
  static Domain open(RateLimiterSettings settings, Closers closers, MeterRegistry registry)
      throws InterruptedException {
    var clock = NanoClock.anchored(epochNanos(), System::nanoTime);
    var file =
        settings.rulesFile().map(path -> RuleFile.open(RateLimiterSettings.RULES_FILE, path));
    var rules = new LiveRules(file.map(RuleFile::rules).orElseGet(LiveRules::defaults));
    var redis = closers.add(Redis.open(settings.redisUrl()));
    var shared =
        closers.add(new SharedRules(redis, settings.rulesKeyPrefix() + SharedRules.KEY, rules));
    shared.start();
    file.ifPresent(own -> closers.add(own).watch(shared::takeFile));
    var limits =
        closers.add(RedisLimits.open(settings.redisUrl(), settings.storeDeadline(), clock));
    var node = new ThisNode(limit -> LocalLimiters.of(limit, clock), clock, settings.nodes());
    var checks = closers.add(new RuledChecks(rules::now, limits, node, new CheckMeters(registry)));
    return new Domain(
        rules, shared, checks, redis, new Permits(secret(settings.adminKey())), clock);
  }

  private static long epochNanos() {
    var now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** Nodes with the same admin key take each other's permits. */
  private static byte[] secret(Optional<String> adminKey) {
    return adminKey
        .map(key -> ("permits " + key).getBytes(UTF_8))
        .orElseGet(() -> {
          var random = new byte[SECRET_BYTES];
          new SecureRandom().nextBytes(random);
          return random;
        });
  }
}

package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.bench.Zipf;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.bench.result.Spread;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.redis.Charge;
import dev.whiteboard.ratelimit.redis.RedisLimits;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.process.Deadline;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Decisions a second through one Redis, beside Bucket4j on the same client library, in turns.
 *
 * <pre>
 *   core 0            core 1
 *   ┌─────────┐       ┌───────────────────────────────────────────────┐
 *   │ Redis   │ ◂───▸ │ ours: one script, one round trip              │ ◂─ closed: 64 and 400 under way
 *   │         │ ◂───▸ │ Bucket4j: GET, then compare-and-swap, again   │ ◂─ open: 10,000 a second
 *   └─────────┘       │   and again until nobody came between         │    one hot key, and a million
 *                     └───────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Both are token buckets with a limit that nobody reaches: a denial is a false one. That a limit
 * which is reached admits exactly as many as it says is looked at first.
 *
 * <p>{@code ./whiteboard bench limits-in-redis}
 */
public final class RedisLimiterRig {
  private static final IntRange KEYS = new IntRange(1, 10_000_000);
  private static final IntRange PER_SECOND = new IntRange(1, 1_000_000);
  private static final IntRange DEADLINE_MILLIS = new IntRange(1, 60_000);
  private static final List<Integer> IN_FLIGHT = List.of(64, 400);

  /** Keys drawn ahead. */
  private static final int DRAWS = 1 << 20;

  private static final long SEED = 42;
  private static final Limit PLENTY =
      Limit.of(Algorithm.TOKEN_BUCKET, 1_000_000_000, Duration.ofHours(1));
  private static final Limit FEW = Limit.of(Algorithm.TOKEN_BUCKET, 1_000, Duration.ofDays(365));
  private static final String HOT = "hot";
  private static final String OURS = "ours";

  /** How many ask at once for the limit that is reached: with more, some run out of time. */
  private static final int TOGETHER = 20;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private final int keys;
  private final int offered;
  private final Duration deadline;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param keys how many there are, beside the hot one
   * @param offered questions a second of the open loop
   * @param deadline of a decision; long, so that it does not hide who is slow
   */
  RedisLimiterRig(int keys, int offered, Duration deadline, RigOptions options) {
    this.keys = keys;
    this.offered = offered;
    this.deadline = deadline;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("limits-in-redis", arguments, (settings, options) -> read(settings, options)::run);
  }

  private static RedisLimiterRig read(Settings settings, RigOptions options) {
    return new RedisLimiterRig(
        settings.integer("KEYS", 1_000_000, KEYS, "how many keys there are beside the hot one"),
        settings.integer("OFFERED", 10_000, PER_SECOND, "decisions a second of the open loop"),
        Duration.ofMillis(
            settings.integer(
                "DEADLINE_MS", 1_000, DEADLINE_MILLIS, "milliseconds that a decision may take")),
        options);
  }

  /** Who decides, for a limit. */
  private record Contender(String name, Decider plenty, Decider few) {}

  /** A way to ask, and what our decisions a second are called then. */
  private record Case(String name, List<String> keys, int inFlight, Optional<Quantity> quantity) {
    DecisionLoad.Seen run(Decider decider, int offered, Duration time) {
      return inFlight == 0
          ? DecisionLoad.open(decider, keys, offered, time)
          : DecisionLoad.closed(decider, keys, inFlight, time);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or does not come out as it should
   */
  JsonObject run(Findings findings) throws IOException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("Redis has the server's core: %s", cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start(EnumSet.of(Server.REDIS)));
      var contenders = contenders(stack, cores, closers);
      for (var contender : contenders) {
        verify(contender);
      }
      var result =
          new JsonObject()
              .put("cores", cores.inWords())
              .put("keys", keys)
              .put("offeredPerSecond", offered)
              .put("deadlineMillis", deadline.toMillis());
      cases().forEach(one -> result.put(one.name, measure(one, contenders, findings)));
      return result;
    }
  }

  private List<Contender> contenders(RigStack stack, Cores cores, Closers closers)
      throws IOException {
    var url = stack.addresses().redisUrl();
    var ours = closers.add(RedisLimits.open(url, deadline, System::nanoTime));
    var client = RedisClient.create(url);
    closers.add((AutoCloseable) client::shutdown);
    cores.giveServerCore(pid(client));
    var bucket4j =
        Bucket4jLettuce.casBasedBuilder(client)
            .requestTimeout(deadline)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(10)))
            .build()
            .asAsync();
    awaitConnected(ours);
    return List.of(
        new Contender(OURS, ours(ours, PLENTY), ours(ours, FEW)),
        new Contender("Bucket4j", bucket4j(bucket4j, PLENTY), bucket4j(bucket4j, FEW)));
  }

  private static Decider ours(RedisLimits limits, Limit limit) {
    return key ->
        limits
            .take("rig", List.of(new Charge(limit, key, 1)))
            .thenApply(verdicts -> verdicts.getFirst().admitted());
  }

  private static Decider bucket4j(AsyncProxyManager<byte[]> buckets, Limit limit) {
    var bandwidth =
        Bandwidth.builder()
            .capacity(limit.burst())
            .refillGreedy(limit.permits(), limit.per())
            .build();
    var configuration =
        CompletableFuture.completedFuture(
            BucketConfiguration.builder().addLimit(bandwidth).build());
    var prefix = "bucket4j:" + limit.permits() + ":";
    return key ->
        buckets.getProxy((prefix + key).getBytes(UTF_8), () -> configuration).tryConsume(1);
  }

  private static long pid(RedisClient client) {
    try (var connection = client.connect()) {
      return connection
          .sync()
          .info("server")
          .lines()
          .filter(line -> line.startsWith("process_id:"))
          .mapToLong(line -> Long.parseLong(line.substring("process_id:".length()).strip()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void awaitConnected(RedisLimits limits) throws IOException {
    var decider = ours(limits, PLENTY);
    if (!Deadline.after(CONNECT_MAX).await(() -> answers(decider))) {
      throw new IOException("Redis does not answer");
    }
  }

  private static boolean answers(Decider decider) {
    try {
      return decider.ask("first").toCompletableFuture().join();
    } catch (CompletionException e) {
      return false;
    }
  }

  /** A limit that is reached lets through what it says, with many asking at once. */
  private static void verify(Contender contender) throws IOException {
    var admitted = 0L;
    for (var asked = 0; asked < 2 * FEW.permits(); asked += TOGETHER) {
      var answers =
          IntStream.range(0, TOGETHER)
              .mapToObj(_ -> contender.few.ask("verified").toCompletableFuture())
              .toList();
      admitted += answers.stream().filter(CompletableFuture::join).count();
    }
    if (admitted != FEW.permits()) {
      throw new IOException("%s admitted %d".formatted(contender.name, admitted));
    }
  }

  private List<Case> cases() {
    var hot = List.of(HOT);
    var draws = new Zipf(keys, Zipf.EXPONENT_WEB).draws(DRAWS, SEED);
    var many = Arrays.stream(draws).mapToObj(draw -> "user=" + draw).toList();
    var cases = new ArrayList<Case>();
    for (var inFlight : IN_FLIGHT) {
      var isMost = inFlight.equals(IN_FLIGHT.getLast());
      cases.add(new Case("hotKey" + inFlight, hot, inFlight, only(isMost, Quantity.LIMITS_HOT)));
      cases.add(
          new Case("manyKeys" + inFlight, many, inFlight, only(isMost, Quantity.LIMITS_ZIPF)));
    }
    cases.add(new Case("hotKeyOpen", hot, 0, Optional.empty()));
    cases.add(new Case("manyKeysOpen", many, 0, Optional.empty()));
    if (options.quick()) {
      cases.removeIf(one -> one.quantity.isEmpty());
    }
    return cases;
  }

  private static Optional<Quantity> only(boolean wanted, Quantity quantity) {
    return wanted ? Optional.of(quantity) : Optional.empty();
  }

  private JsonObject measure(Case one, List<Contender> contenders, Findings findings) {
    var rounds = new LinkedHashMap<String, List<DecisionLoad.Seen>>();
    for (var contender : contenders) {
      rounds.put(contender.name, new ArrayList<>());
      var _ = one.run(contender.plenty, offered, options.warmup());
    }
    for (var i = 1; i <= options.rounds(); i++) {
      for (var contender : contenders) {
        var seen = one.run(contender.plenty, offered, options.round());
        rounds.getOrDefault(contender.name, List.of()).add(seen);
        say("%-13s round %d  %-9s %s", one.name, i, contender.name, seen);
      }
    }
    one.quantity.ifPresent(quantity ->
        findings.figure(
            quantity, rounds.getOrDefault(OURS, List.of()), seen -> seen.load().perSecond()));
    var report = new JsonObject();
    rounds.forEach((name, seen) -> report.put(name, toJson(seen)));
    return report;
  }

  private static JsonObject toJson(List<DecisionLoad.Seen> rounds) {
    var perSecond = Spread.of(rounds.stream().map(seen -> seen.load().perSecond()).toList());
    var p99 = Spread.of(rounds.stream().map(seen -> (double) seen.load().latency().p99()).toList());
    return new JsonObject()
        .put("perSecond", perSecond.toJson())
        .put("p99Micros", p99.toJson())
        .put("rounds", new JsonArray(rounds.stream().map(DecisionLoad.Seen::toJson).toList()));
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}

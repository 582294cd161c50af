package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for all algorithms, by Redis' own clock. A period of 300 days: nothing comes back
 * while one looks, and no window ends but by bad luck.
 */
@NeedsStack(Server.REDIS)
final class RedisLimitsIT {
  private static final Duration LONG = Duration.ofDays(300);

  /** A machine that is busy with other things is not what is tested here. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final AtomicInteger DOMAINS = new AtomicInteger();

  private static RedisLimits limits;
  private static RawRedis redis;
  private static String prefix;
  private String domain;

  @BeforeAll
  static void connect(TestStack stack) {
    prefix = stack.redisKeyPrefix();
    redis = RawRedis.open(stack.redisUrl());
    limits = RedisLimits.open(stack.redisUrl(), DEADLINE, System::nanoTime);
    await().ignoreExceptions().until(() -> forget("none", Algorithm.GCRA) == 0);
  }

  @AfterAll
  static void close() {
    limits.close();
    redis.commands().keys("ratelimit:{" + prefix + "*").forEach(redis.commands()::del);
    redis.close();
  }

  @BeforeEach
  void nextDomain() {
    domain = prefix + DOMAINS.incrementAndGet();
  }

  @ParameterizedTest
  @EnumSource
  void take_upToTheLimit_isAdmittedThenDenied(Algorithm algorithm) {
    var five = charge(algorithm, 5, 1);

    for (var left = 4; left >= 0; left--) {
      var verdict = take(five);
      assertThat(verdict.admitted()).isTrue();
      assertThat(verdict.limit()).isEqualTo(5);
      assertThat(verdict.remaining()).isEqualTo(left);
      assertThat(verdict.retryAfterNanos()).isZero();
      assertThat(verdict.moreAfterNanos()).isBetween(1L, verdict.resetAfterNanos());
      assertThat(verdict.resetAfterNanos()).isBetween(1L, 2 * LONG.toNanos());
    }
    var denied = take(five);
    assertThat(denied.admitted()).isFalse();
    assertThat(denied.remaining()).isZero();
    assertThat(denied.retryAfterNanos()).isBetween(1L, 2 * LONG.toNanos());
  }

  @ParameterizedTest
  @EnumSource
  void take_costBeyondWhatIsLeft_takesNothing(Algorithm algorithm) {
    assertThat(take(charge(algorithm, 10, 9)).remaining()).isEqualTo(1);

    for (var i = 0; i < 3; i++) {
      var denied = take(charge(algorithm, 10, 5));
      assertThat(denied.admitted()).isFalse();
      assertThat(denied.remaining()).isEqualTo(1);
    }

    assertThat(take(charge(algorithm, 10, 1)).admitted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void take_costBeyondTheBurst_isRefused(Algorithm algorithm) {
    assertThatThrownBy(() -> take(charge(algorithm, 10, 11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 to 10");
    assertThatThrownBy(() -> take(charge(algorithm, 10, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Denied once a microsecond less has passed: one waits, so a short period. */
  @ParameterizedTest
  @EnumSource
  void take_afterRetryAfter_isAdmitted(Algorithm algorithm) {
    var charge = new Charge(Limit.of(algorithm, 2, Duration.ofMillis(300)), "short", 2);
    for (var i = 0; i < 5; i++) {
      var verdict = take(charge);
      if (!verdict.admitted()) {
        var free = System.nanoTime() + verdict.retryAfterNanos();
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() >= free);
        assertThat(take(charge).admitted()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void peek_takesNothing(Algorithm algorithm) {
    assertThat(peek(charge(algorithm, 3, 3)).remaining()).isEqualTo(3);
    assertThat(keys()).isEmpty();
    take(charge(algorithm, 3, 2));

    assertThat(peek(charge(algorithm, 3, 1)).admitted()).isTrue();
    assertThat(peek(charge(algorithm, 3, 1)).remaining()).isEqualTo(1);
    assertThat(peek(charge(algorithm, 3, 2)).admitted()).isFalse();
    assertThat(peek(charge(algorithm, 3, 2)).retryAfterNanos()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void refund_givesBackWhatWasTaken(Algorithm algorithm) {
    take(charge(algorithm, 5, 2));
    var taken = take(charge(algorithm, 5, 3));
    assertThat(taken.remaining()).isZero();

    refund(charge(algorithm, 5, 3), taken);

    assertThat(peek(charge(algorithm, 5, 1)).remaining()).isBetween(2L, 3L);
    assertThat(take(charge(algorithm, 5, 2)).admitted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void refund_ofAll_leavesNoMoreThanTheLimit(Algorithm algorithm) {
    var taken = take(charge(algorithm, 5, 3));

    refund(charge(algorithm, 5, 3), taken);
    refund(charge(algorithm, 5, 3), taken);

    assertThat(peek(charge(algorithm, 5, 1)).remaining()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"SLIDING_LOG", "CONCURRENCY"})
  void refund_twiceOfOneHolder_givesBackOnce(Algorithm algorithm) {
    var first = take(charge(algorithm, 5, 2));
    take(charge(algorithm, 5, 2));

    refund(charge(algorithm, 5, 2), first);
    refund(charge(algorithm, 5, 2), first);

    assertThat(peek(charge(algorithm, 5, 1)).remaining()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void refund_ofWhatWasDenied_givesNothing(Algorithm algorithm) {
    take(charge(algorithm, 5, 4));
    var denied = take(charge(algorithm, 5, 3));

    refund(charge(algorithm, 5, 3), denied);

    assertThat(peek(charge(algorithm, 5, 1)).remaining()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void forget_makesTheKeyNew(Algorithm algorithm) {
    take(charge(algorithm, 5, 5));

    assertThat(limits.forget(domain, List.of(charge(algorithm, 5, 1))).toCompletableFuture().join())
        .isEqualTo(1);
    assertThat(keys()).isEmpty();
    assertThat(take(charge(algorithm, 5, 5)).admitted()).isTrue();
  }

  /** As new within `per` for a window or a holder, or within two windows. */
  @ParameterizedTest
  @EnumSource
  void expiry_afterEachOperation_isThereAndNotTooLong(Algorithm algorithm) {
    var limit = Limit.of(algorithm, 5, Duration.ofMillis(700));
    for (var i = 0; i < 30; i++) {
      var charge = new Charge(limit, "a", 1 + i % 3);
      var verdict = take(charge);
      assertExpiry(verdict);
      if (i % 4 == 0) {
        refund(charge, verdict);
        assertExpiry(peek(charge));
      }
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> keys().isEmpty());
  }

  /** With an expiry of burst / rate, in whole seconds, such a limit was never kept by some. */
  @ParameterizedTest
  @EnumSource(names = {"GCRA", "TOKEN_BUCKET", "LEAKY_BUCKET", "LEAKY_QUEUE"})
  void take_highRateAndSmallBurst_isLimited(Algorithm algorithm) {
    var limit = new Limit(algorithm, 100, Duration.ofSeconds(1), 10);
    var began = System.nanoTime();
    var admitted = admitted(50, new Charge(limit, "a", 1));

    var came = (System.nanoTime() - began) / 10_000_000 + 1;
    assertThat(admitted).isBetween(10L, 10 + came);
  }

  @ParameterizedTest
  @EnumSource
  void take_oneEach100Millis_isKept(Algorithm algorithm) {
    var charge = new Charge(Limit.of(algorithm, 1, Duration.ofMillis(100)), "a", 1);
    var began = System.nanoTime();
    var admitted = admitted(20, charge);

    var windows = (System.nanoTime() - began) / 100_000_000 + 2;
    assertThat(admitted).isBetween(1L, windows);
  }

  @Test
  void take_keysThatLookAlike_dontMeet() {
    var limit = Limit.of(Algorithm.GCRA, 1, LONG);
    for (var name : List.of(":a", "{b}", "b}c", "}", "%7D", "")) {
      for (var key : List.of("x", "{x}", ":x", "")) {
        var verdicts = limits.take(domain + name, List.of(new Charge(limit, key, 1)));
        assertThat(verdicts.toCompletableFuture().join().getFirst().admitted()).isTrue();
      }
    }
  }

  @Test
  void take_severalOfWhichOneIsDenied_takesNone() {
    var all = new ArrayList<Charge>();
    for (var algorithm : Algorithm.values()) {
      all.add(charge(algorithm, 5, 2));
    }
    assertThat(takeAll(all)).allMatch(Verdict::admitted).allMatch(taken -> taken.remaining() == 3);
    take(charge(Algorithm.TOKEN_BUCKET, 5, 2));

    var verdicts = takeAll(all);

    for (var i = 0; i < all.size(); i++) {
      var bucket = all.get(i).limit().algorithm() == Algorithm.TOKEN_BUCKET;
      assertThat(verdicts.get(i).admitted()).isEqualTo(!bucket);
      assertThat(verdicts.get(i).remaining()).isEqualTo(bucket ? 1 : 3);
      refund(all.get(i), verdicts.get(i)); // of nothing
      assertThat(peek(all.get(i)).remaining()).isEqualTo(bucket ? 1 : 3);
    }
  }

  @Test
  void take_noneOrTooManyOrTheSameTwice_isRefused() {
    var one = charge(Algorithm.GCRA, 5, 1);
    assertThatThrownBy(() -> takeAll(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> takeAll(List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
    var many = IntStream.range(0, 33).mapToObj(i -> new Charge(one.limit(), "" + i, 1)).toList();
    assertThatThrownBy(() -> takeAll(many)).isInstanceOf(IllegalArgumentException.class);
    assertThat(takeAll(many.subList(0, 32))).hasSize(32).allMatch(Verdict::admitted);
  }

  @Test
  void take_leakyQueue_tellsTheTurn() {
    var limit = new Limit(Algorithm.LEAKY_QUEUE, 1, Duration.ofDays(1), 3);
    var charge = new Charge(limit, "a", 1);

    assertThat(take(charge).delayNanos()).isZero();
    assertThat(days(take(charge).delayNanos())).isEqualTo(1);
    assertThat(days(take(charge).delayNanos())).isEqualTo(2);
    assertThat(take(charge).admitted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void take_afterScriptFlush_goesOn(Algorithm algorithm) {
    take(charge(algorithm, 5, 1));
    redis.commands().scriptFlush();

    assertThat(take(charge(algorithm, 5, 1)).remaining()).isEqualTo(3);
  }

  private void assertExpiry(Verdict verdict) {
    for (var key : keys()) {
      var left = redis.commands().pttl(key);
      assertThat(left).isNotEqualTo(-1); // it would live for ever; -2 is gone by now
      assertThat(left).isLessThanOrEqualTo(verdict.resetAfterNanos() / 1_000_000 + 2);
    }
  }

  private long admitted(int requests, Charge charge) {
    return IntStream.range(0, requests).filter(_ -> take(charge).admitted()).count();
  }

  private static long days(long nanos) {
    return Math.round(nanos / (double) Duration.ofDays(1).toNanos());
  }

  private List<String> keys() {
    return redis.commands().keys("ratelimit:{" + domain + "}*");
  }

  private static Charge charge(Algorithm algorithm, long limit, long permits) {
    return new Charge(Limit.of(algorithm, limit, LONG), "user=7", permits);
  }

  private Verdict take(Charge charge) {
    return takeAll(List.of(charge)).getFirst();
  }

  private List<Verdict> takeAll(List<Charge> charges) {
    return limits.take(domain, charges).toCompletableFuture().join();
  }

  private Verdict peek(Charge charge) {
    return limits.peek(domain, List.of(charge)).toCompletableFuture().join().getFirst();
  }

  private void refund(Charge charge, Verdict taken) {
    var _ = limits.refund(domain, charge, taken).toCompletableFuture().join();
  }

  private static long forget(String domain, Algorithm algorithm) {
    CompletionStage<Long> gone = limits.forget(domain, List.of(charge(algorithm, 5, 1)));
    return gone.toCompletableFuture().join();
  }
}

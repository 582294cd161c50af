package dev.whiteboard.shortener.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.shortener.limit.RateLimit.Decision;
import dev.whiteboard.shortener.limit.RateLimit.Decision.Denied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LocalRateLimitTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong nowNanos = new AtomicLong();

  @Property
  void tryAcquire_whateverIsAsked_neverMoreThanBurstAndRate(
      @ForAll @IntRange(min = 1, max = 1_000) int permits,
      @ForAll long start,
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 5_000_000_000L) Long> pauses) {
    nowNanos.set(start);
    var limit = new LocalRateLimit(permits, MINUTE, nowNanos::get);
    var allowed = 0;
    for (var pause : pauses) {
      nowNanos.addAndGet(pause);
      if (isAllowed(limit.tryAcquire("a", 1))) {
        allowed++;
      }
      var elapsed = nowNanos.get() - start;
      assertThat((double) allowed)
          .isLessThanOrEqualTo(permits + (double) permits * elapsed / MINUTE.toNanos());
    }
  }

  @Property
  void tryAcquire_deniedAndWaitedFor_isAllowed_andAMomentEarlierIsNot(
      @ForAll @IntRange(min = 1, max = 1_000_000) int burst,
      @ForAll long start,
      @ForAll @IntRange(min = 1, max = 1_000_000) int asked) {
    var permits = Math.min(asked, burst);
    nowNanos.set(start);
    var limit = new LocalRateLimit(burst, MINUTE, nowNanos::get);
    assertThat(isAllowed(limit.tryAcquire("a", burst))).isTrue();

    var denied = (Denied) limit.tryAcquire("a", permits);
    nowNanos.addAndGet(denied.retryAfter().toNanos() - 1);
    assertThat(isAllowed(limit.tryAcquire("a", permits))).isFalse();
    nowNanos.incrementAndGet();
    assertThat(isAllowed(limit.tryAcquire("a", permits))).isTrue();
  }

  @Property
  void peek_saysWhatTryAcquireWouldSay_andSpendsNothing(
      @ForAll @IntRange(min = 1, max = 20) int permits,
      @ForAll @Size(max = 100) List<@LongRange(min = 0, max = 5_000_000_000L) Long> pauses) {
    var limit = new LocalRateLimit(permits, MINUTE, nowNanos::get);
    for (var pause : pauses) {
      nowNanos.addAndGet(pause);
      var foretold = limit.peek("a");
      assertThat(limit.peek("a")).isEqualTo(foretold);
      assertThat(limit.tryAcquire("a", 1)).isEqualTo(foretold);
    }
  }

  @Test
  void tryAcquire_keys_areLimitedByThemselves() {
    var limit = new LocalRateLimit(1, MINUTE, nowNanos::get);

    assertThat(isAllowed(limit.tryAcquire("a", 1))).isTrue();
    assertThat(isAllowed(limit.tryAcquire("a", 1))).isFalse();
    assertThat(isAllowed(limit.tryAcquire("b", 1))).isTrue();
  }

  @Test
  void tryAcquire_manyThreads_admitTheBurstExactly() throws Exception {
    var limit = new LocalRateLimit(1_000, MINUTE, nowNanos::get);
    Callable<Integer> taking =
        () -> {
          var allowed = 0;
          for (var i = 0; i < 500; i++) {
            allowed += isAllowed(limit.tryAcquire("a", 1)) ? 1 : 0;
          }
          return allowed;
        };
    var allowed = 0;
    try (var threads = Executors.newFixedThreadPool(8)) {
      var running = new ArrayList<Future<Integer>>();
      for (var i = 0; i < 8; i++) {
        running.add(threads.submit(taking));
      }
      for (var one : running) {
        allowed += one.get();
      }
    }

    assertThat(allowed).isEqualTo(1_000);
  }

  @Test
  void tryAcquire_moreThanThereEverAre_isRefused() {
    var limit = new LocalRateLimit(5, MINUTE, nowNanos::get);

    assertThatIllegalArgumentException().isThrownBy(() -> limit.tryAcquire("a", 6));
    assertThatIllegalArgumentException().isThrownBy(() -> limit.tryAcquire("a", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalRateLimit(0, MINUTE, nowNanos::get));
  }

  private static boolean isAllowed(Decision decision) {
    return decision instanceof Decision.Allowed;
  }
}

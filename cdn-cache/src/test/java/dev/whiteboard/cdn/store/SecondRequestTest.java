package dev.whiteboard.cdn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SecondRequestTest {
  private static final int KEYS = 10_000;

  private final SecondRequest filter = new SecondRequest(KEYS);

  @Test
  void admits_secondTime_isLetIn() {
    assertThat(filter.admits(hash(1))).isFalse();
    assertThat(filter.admits(hash(1))).isTrue();
  }

  @Test
  void admits_manyOneHitWonders_letsInFewerThanOneInHundred() {
    var letIn = LongStream.range(0, 20 * KEYS).filter(i -> filter.admits(hash(i))).count();

    assertThat(letIn).isBetween(1L, 20L * KEYS / 100);
  }

  @Test
  void admits_afterAsManyOthersAsItRemembers_isStillKnown() {
    LongStream.range(0, 3 * KEYS).forEach(i -> filter.admits(hash(i)));
    filter.admits(hash(-1));
    LongStream.range(3 * KEYS, 4 * KEYS - 1).forEach(i -> filter.admits(hash(i)));

    assertThat(filter.admits(hash(-1))).isTrue();
  }

  @Test
  void admits_afterTwiceAsMany_isForgotten() {
    LongStream.range(0, 1_000).forEach(i -> filter.admits(hash(-i - 1)));
    LongStream.range(0, 3 * KEYS).forEach(i -> filter.admits(hash(i)));

    var known = LongStream.range(0, 1_000).filter(i -> filter.admits(hash(-i - 1))).count();
    assertThat(known).isLessThan(30);
  }

  @Test
  void admits_ofManyThreads_staysUseful() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var work = IntStream.range(0, 4).<Callable<Long>>mapToObj(t -> () -> letIn(t)).toList();
      for (var count : threads.invokeAll(work, 1, TimeUnit.MINUTES)) {
        assertThat(count.get()).isLessThan(10L * KEYS / 50);
      }
    }
    assertThat(filter.admits(hash(-1))).isFalse();
    assertThat(filter.admits(hash(-1))).isTrue();
  }

  private long letIn(int thread) {
    return LongStream.range(0, 10 * KEYS).filter(i -> filter.admits(hash(4 * i + thread))).count();
  }

  private static long hash(long i) {
    return Keys.hash("http://a.test/" + i);
  }
}

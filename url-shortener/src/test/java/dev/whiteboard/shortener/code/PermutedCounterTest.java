package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.shortener.code.IdRanges.IdRange;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PermutedCounterTest {
  private static final CodePermutation PERMUTATION = new CodePermutation(new SipHash(1, 2));

  @Test
  void code_manyThreadsAndNodes_neverTheSameTwice() {
    var next = new AtomicLong();
    IdRanges ranges =
        () -> {
          var first = next.getAndAdd(10);
          return new IdRange(first, first + 10);
        };
    var nodes =
        new CodeGenerator[] {
          new PermutedCounter(ranges, PERMUTATION), new PermutedCounter(ranges, PERMUTATION)
        };
    var codes = ConcurrentHashMap.<String>newKeySet();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var task = 0; task < 100; task++) {
        var node = nodes[task % 2];
        threads.execute(() -> {
          for (var i = 0; i < 100; i++) {
            codes.add(node.code("", 0));
          }
        });
      }
    }

    assertThat(codes).hasSize(10_000).allMatch(code -> code.length() == PermutedCounter.DIGITS);
  }

  @Test
  void code_idsUsedUp_isRefused() {
    var last = CodePermutation.SIZE;
    var counter = new PermutedCounter(() -> new IdRange(last, last + 1), PERMUTATION);

    assertThatThrownBy(() -> counter.code("", 0)).hasMessageContaining("used up");
  }

  @Test
  void code_leaseFails_triesAgainTheNextTime() {
    var calls = new AtomicLong();
    var counter =
        new PermutedCounter(
            () -> {
              if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("away");
              }
              return new IdRange(0, 1);
            },
            PERMUTATION);

    assertThatThrownBy(() -> counter.code("", 0)).hasMessageContaining("away");
    assertThat(counter.code("", 0)).hasSize(PermutedCounter.DIGITS);
  }
}

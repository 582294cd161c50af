package dev.whiteboard.cdn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HeavyHittersTest {
  @Property(tries = 300)
  void top_anyStream_keepsItsPromises(
      @ForAll @Size(max = 300) List<@IntRange(max = 30) Integer> stream,
      @ForAll @IntRange(min = 1, max = 20) int counters) {
    var sketch = new HeavyHitters(counters);
    stream.forEach(key -> sketch.add("k" + key));
    var truth =
        stream.stream().collect(Collectors.groupingBy(key -> "k" + key, Collectors.counting()));

    var top = sketch.top(counters);

    assertThat(top).allSatisfy(hitter -> assertHolds(hitter, truth, stream.size() / counters));
    var found = top.stream().map(HeavyHitters.Hitter::key).toList();
    truth.forEach((key, count) -> {
      if (count > stream.size() / counters) {
        assertThat(found).contains(key);
      }
    });
    assertThat(top.stream().mapToLong(HeavyHitters.Hitter::count).sum()).isEqualTo(stream.size());
  }

  private static void assertHolds(
      HeavyHitters.Hitter hitter, Map<String, Long> truth, long errorMax) {
    long count = truth.getOrDefault(hitter.key(), 0L);
    assertThat(hitter.count()).isGreaterThanOrEqualTo(count);
    assertThat(hitter.count() - hitter.error()).isLessThanOrEqualTo(count);
    assertThat(hitter.error()).isLessThanOrEqualTo(errorMax);
  }

  @Test
  void top_fewHotAmongManyCold_areFoundInOrder() {
    var sketch = new HeavyHitters(100);
    var random = new Random(1);
    var truth = new HashMap<String, Integer>();
    for (var i = 0; i < 100_000; i++) {
      // One in 5 is one of three: a twice as often as b, and b as c.
      var hot = random.nextInt(35);
      var key = hot < 4 ? "a" : hot < 6 ? "b" : hot < 7 ? "c" : "cold" + random.nextInt(50_000);
      truth.merge(key, 1, Integer::sum);
      sketch.add(key);
    }

    assertThat(sketch.top(3)).extracting(HeavyHitters.Hitter::key).containsExactly("a", "b", "c");
    assertThat(truth.size()).isGreaterThan(10_000);
  }

  @Test
  void halve_manyTimes_newOnesComeUp() {
    var sketch = new HeavyHitters(10);
    IntStream.range(0, 1_000).forEach(i -> sketch.add("old"));
    IntStream.range(0, 10).forEach(i -> sketch.halve());
    sketch.add("new");
    sketch.add("new");

    assertThat(sketch.top(1)).extracting(HeavyHitters.Hitter::key).containsExactly("new");
  }

  @Test
  void add_longKey_isCut() {
    var sketch = new HeavyHitters(10);
    sketch.add("x".repeat(100_000));

    assertThat(sketch.top(1).getFirst().key()).hasSize(HeavyHitters.KEY_CHARACTERS_MAX);
  }

  @Test
  void top_oneKeyOfMany_countsEach() {
    var sketch = new HeavyHitters(100);
    IntStream.range(0, 50)
        .forEach(i -> IntStream.rangeClosed(0, i).forEach(_ -> sketch.add("k" + i)));

    assertThat(
            sketch.top(100).stream()
                .collect(Collectors.toMap(HeavyHitters.Hitter::key, HeavyHitters.Hitter::count)))
        .isEqualTo(
            IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, i -> i + 1L)));
  }
}

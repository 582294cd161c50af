package dev.whiteboard.cdn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

final class FrequencySketchTest {
  @Property(tries = 200)
  void count_beforeHalving_isNeverTooLittle(@ForAll @Size(max = 500) List<Integer> hashes) {
    var sketch = new FrequencySketch(64, 100);
    var counts = new HashMap<Integer, Integer>();
    for (var hash : hashes) {
      sketch.add(hash, 1);
      counts.merge(hash, 1, Integer::sum);
    }
    counts.forEach((hash, count) ->
        assertThat(sketch.count(hash))
            .isBetween(Math.min(count, FrequencySketch.COUNT_MAX), FrequencySketch.COUNT_MAX));
  }

  @Example
  void count_asManyKeysAsItIsMadeFor_isSeldomTooMuch() {
    var sketch = new FrequencySketch(10_000, 10);
    var keys = 10_000;
    for (var key = 0; key < keys; key++) {
      sketch.add(hash(key), 1);
    }
    var wrong = 0;
    for (var key = 0; key < keys; key++) {
      wrong += sketch.count(hash(key)) > 1 ? 1 : 0;
    }
    assertThat(wrong).isLessThan(keys / 20);
  }

  @Example
  void period_over_halvesAll() {
    var sketch = new FrequencySketch(8, 10);
    sketch.add(hash(1), 12);
    assertThat(sketch.count(hash(1))).isEqualTo(12);
    sketch.add(hash(2), 15);
    sketch.add(hash(3), 15);
    sketch.add(hash(4), 15);
    sketch.add(hash(4), 15);
    sketch.add(hash(4), 15);
    assertThat(sketch.count(hash(1))).isLessThan(12);
  }

  private static int hash(int key) {
    return new Node<>(key, "").hash();
  }
}

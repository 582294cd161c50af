package dev.whiteboard.cdn.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.cdn.cache.RemovalListener.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What holds for each policy, by entries and by weight, whatever is called. */
final class CacheContractTest {
  private static final int WEIGHT_MAX = 20;

  /** A value is an object of its own, so that each can be told from another that looks the same. */
  private record Value(int number, long weight) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private record Told(int key, Value value, Cause cause) {}

  enum Verb {
    GET,
    PUT,
    PUT_SAME,
    REMOVE,
    REMOVE_VALUE,
    REMOVE_OTHER_VALUE,
    CLEAR
  }

  record Call(Verb verb, int key, int weight) {}

  @Provide
  Arbitrary<List<Call>> calls() {
    var verbs =
        Arbitraries.frequency(
            Tuple.of(30, Verb.GET),
            Tuple.of(40, Verb.PUT),
            Tuple.of(3, Verb.PUT_SAME),
            Tuple.of(5, Verb.REMOVE),
            Tuple.of(3, Verb.REMOVE_VALUE),
            Tuple.of(3, Verb.REMOVE_OTHER_VALUE),
            Tuple.of(1, Verb.CLEAR));
    var keys = Arbitraries.integers().between(0, 30);
    var weights = Arbitraries.integers().between(0, WEIGHT_MAX + 2);
    return Combinators.combine(verbs, keys, weights).as(Call::new).list().ofMaxSize(300);
  }

  @Property(tries = 300)
  void anyCalls_byWeight_areAsTheModel(@ForAll Kind kind, @ForAll("calls") List<Call> calls) {
    var run = new Run(kind, (_, value) -> value.weight);
    calls.forEach(run::call);
    run.end();
  }

  @Property(tries = 300)
  void anyCalls_byEntries_areAsTheModel(@ForAll Kind kind, @ForAll("calls") List<Call> calls) {
    var run = new Run(kind, (_, _) -> 1);
    calls.forEach(run::call);
    run.end();
  }

  /** A cache beside all that was put into it and all that it told. */
  private static final class Run {
    private final Map<Integer, Value> model = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Value> put = new ArrayList<>();
    private final Weigher<Integer, Value> weigher;
    private final Cache<Integer, Value> cache;

    Run(Kind kind, Weigher<Integer, Value> weigher) {
      this.weigher = weigher;
      this.cache =
          kind.cache(
              Bounds.weight(WEIGHT_MAX, weigher)
                  .telling((key, value, cause) -> told.add(new Told(key, value, cause))));
    }

    void call(Call call) {
      var key = call.key;
      var known = model.get(key);
      var toldBefore = told.size();
      switch (call.verb) {
        case GET -> assertThat(cache.get(key)).isSameAs(known);
        case PUT -> put(key, new Value(put.size(), call.weight));
        case PUT_SAME -> {
          if (known != null) {
            assertThat(cache.put(key, known)).isSameAs(known);
          }
        }
        case REMOVE -> assertThat(cache.remove(key)).isSameAs(known);
        case REMOVE_VALUE -> {
          if (known != null) {
            assertThat(cache.remove(key, known)).isTrue();
          }
        }
        case REMOVE_OTHER_VALUE -> assertThat(cache.remove(key, new Value(-1, 1))).isFalse();
        case CLEAR -> cache.clear();
      }
      told.subList(toldBefore, told.size()).forEach(each -> model.remove(each.key, each.value));
      check();
    }

    private void put(int key, Value value) {
      put.add(value);
      var before = model.put(key, value);
      assertThat(cache.put(key, value)).isSameAs(before);
      if (before != null) {
        assertThat(told).contains(new Told(key, before, Cause.REPLACED));
      }
      if (weigher.weigh(key, value) > WEIGHT_MAX) {
        assertThat(told).endsWith(new Told(key, value, Cause.EVICTED));
      }
    }

    private void check() {
      var there = new HashMap<Integer, Value>();
      cache.forEach(there::put);
      assertThat(there).isEqualTo(model);
      assertThat(cache.size()).isEqualTo(model.size());
      assertThat(cache.weight()).isEqualTo(weightOfModel()).isLessThanOrEqualTo(WEIGHT_MAX);
    }

    private long weightOfModel() {
      return model.entrySet().stream()
          .mapToLong(entry -> weigher.weigh(entry.getKey(), entry.getValue()))
          .sum();
    }

    /** Each value that was put is there, or was told once. */
    void end() {
      var gone = told.stream().map(Told::value).toList();
      var all = new ArrayList<>(gone);
      all.addAll(model.values());
      assertThat(all).containsExactlyInAnyOrderElementsOf(put);
      cache.clear();
      assertThat(cache.size()).isZero();
      assertThat(cache.weight()).isZero();
      assertThat(new HashSet<>(told.stream().map(Told::value).toList())).hasSameSizeAs(put);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void removed_isToldTheCause(@ForAll Kind kind) {
    var told = new ArrayList<String>();
    Cache<String, String> cache =
        kind.cache(
            Bounds.<String, String>entries(1)
                .telling((key, value, cause) -> told.add(key + value + " " + cause)));
    cache.put("a", "1");
    cache.put("a", "2");
    cache.remove("a");
    cache.put("b", "3");
    cache.put("c", "4");
    assertThat(told).startsWith("a1 REPLACED", "a2 REMOVED").hasSize(3);
    assertThat(told.getLast()).isIn("b3 EVICTED", "c4 EVICTED");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void heavierThanAll_isRefusedAndTheOldOneGone(@ForAll Kind kind) {
    var told = new ArrayList<String>();
    Cache<String, Long> cache =
        kind.cache(
            Bounds.<String, Long>weight(10, (_, weight) -> weight)
                .telling((key, value, cause) -> told.add(key + value + " " + cause)));
    cache.put("a", 7L);
    cache.put("b", 3L);
    assertThat(cache.put("a", 11L)).isEqualTo(7L);
    assertThat(cache.get("a")).isNull();
    assertThat(cache.get("b")).isEqualTo(3L);
    assertThat(cache.weight()).isEqualTo(3);
    assertThat(told).containsExactly("a7 REPLACED", "a11 EVICTED");
  }

  /** What is evicted tells a listener that uses the cache itself. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void listener_mayUseTheCache(@ForAll Kind kind) {
    var holder = new ArrayList<Cache<Integer, Integer>>();
    var asked = new ArrayList<Integer>();
    Cache<Integer, Integer> cache =
        kind.cache(
            Bounds.<Integer, Integer>entries(3)
                .telling((key, _, cause) -> {
                  if (cause == Cause.EVICTED) {
                    asked.add(key);
                    holder.getFirst().remove(key);
                    holder.getFirst().remove(-key);
                  }
                }));
    holder.add(cache);
    IntStream.rangeClosed(1, 20).forEach(i -> cache.put(i, i));
    assertThat(asked).hasSize(17).doesNotHaveDuplicates();
    assertThat(cache.size()).isEqualTo(3);
  }

  @Property(tries = 20)
  void usedOften_staysWhenAllElseIsNew(
      @ForAll Kind kind, @ForAll @IntRange(min = 20, max = 200) int entries) {
    Cache<Integer, String> cache = kind.cache(Bounds.entries(entries));
    cache.put(-1, "hot");
    for (var i = 0; i < 10 * entries; i++) {
      assertThat(cache.get(-1)).isEqualTo("hot");
      cache.put(i, "cold");
    }
    assertThat(cache.size()).isEqualTo(entries);
  }

  @Example
  void bounds_belowOne_areRefused() {
    assertThatThrownBy(() -> Bounds.entries(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Example
  void entries_ofEveryPolicy_areAtMostTheBound() {
    for (var policy : Policy.values()) {
      Cache<Integer, Integer> cache = policy.cache(Bounds.entries(100));
      IntStream.range(0, 10_000).forEach(i -> cache.put(i % 317, i));
      assertThat(cache.size()).as("%s", policy).isEqualTo(100);
      assertThat(cache.weightMax()).isEqualTo(100);
    }
  }
}

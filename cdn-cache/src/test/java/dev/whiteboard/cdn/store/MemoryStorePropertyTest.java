package dev.whiteboard.cdn.store;

import static dev.whiteboard.cdn.store.Stored.get;
import static dev.whiteboard.cdn.store.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is kept, purged, freshened and evicted: the store is what a plain map says. */
final class MemoryStorePropertyTest {
  private static final List<String> PATHS = List.of("/", "/a", "/a/1", "/a/2", "/ab", "/b");
  private static final List<String> TAGS = List.of("r", "s", "t", "u");
  private static final int VARIANTS_MAX = 3;

  /** What is done to a store. */
  sealed interface Step {
    /** A response comes for a path, in a language. */
    record Keep(String path, String language, Set<String> tags) implements Step {}

    /** The newest variant of a path is validated, and has these tags since. */
    record Freshen(String path, Set<String> tags) implements Step {}

    /** Something is purged. */
    record Purge(Target target, boolean soft) implements Step {}

    /** All that is under way from here on began here. */
    record Begin() implements Step {}
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var path = Arbitraries.of(PATHS);
    var tags = Arbitraries.of(TAGS).set().ofMaxSize(3);
    var language = Arbitraries.of("de", "en", "fr", "it");
    var target =
        Arbitraries.<Target>oneOf(
            tags.map(Target.Tags::new),
            path.map(Stored::url).set().ofMaxSize(2).map(Target.Urls::new),
            Arbitraries.of("", "http://a.test/a", "http://a.test/a/", "http://b")
                .map(Target.Prefix::new));
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(6, Combinators.combine(path, language, tags).as(Step.Keep::new)),
            Tuple.of(2, Combinators.combine(path, tags).as(Step.Freshen::new)),
            Tuple.of(
                3, Combinators.combine(target, Arbitraries.of(true, false)).as(Step.Purge::new)),
            Tuple.of(2, Arbitraries.create(Step.Begin::new)))
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 200)
  void any_steps_isWhatTheModelSays(@ForAll("steps") List<Step> steps) {
    var run = new Run(new StoreBounds(100_000_000, 1_000_000, VARIANTS_MAX));
    for (var step : steps) {
      run.step(step);
      assertThat(run.found()).isEqualTo(run.model);
      run.assertIndexIsWhole();
    }
  }

  /**
   * Room for some five variants: what is evicted is for the cache to say, the rest is as before.
   */
  @Property(tries = 200)
  void any_stepsWithLittleRoom_indexIsWhatIsKept(@ForAll("steps") List<Step> steps) {
    var run = new Run(new StoreBounds(6_000, 6_000, VARIANTS_MAX));
    for (var step : steps) {
      run.step(step);
      run.forgetEvicted();
      assertThat(run.found()).isEqualTo(run.model);
      assertThat(run.store.bytes()).isLessThanOrEqualTo(6_000);
      run.assertIndexIsWhole();
    }
  }

  /** A store, a model of it, and what was purged since the last beginning. */
  private static final class Run {
    private final MemoryStore store;
    private final Map<String, List<StoredResponse>> model = new TreeMap<>();
    private final List<Target> since = new ArrayList<>();
    private ObjectStore.Fence fence;
    private long times;

    Run(StoreBounds bounds) {
      store = Stored.store(bounds);
      fence = store.begin(get("/"));
    }

    void step(Step step) {
      times++;
      switch (step) {
        case Step.Keep(var path, var language, var tags) -> keep(path, language, tags);
        case Step.Freshen(var path, var tags) -> freshen(path, tags);
        case Step.Purge(var target, var soft) -> purge(target, soft);
        case Step.Begin() -> {
          fence = store.begin(get("/"));
          since.clear();
        }
      }
    }

    private void keep(String path, String language, Set<String> tags) {
      var request = get(path, "accept-language", language);
      var response = response(request, tags, 100, times);
      var mayKeep = since.stream().noneMatch(target -> meets(target, path, tags));

      assertThat(store.keep(fence, request, response)).isEqualTo(mayKeep);

      if (mayKeep) {
        putFirst(path, response, old -> old.head().request().equals(request));
      }
    }

    private void freshen(String path, Set<String> tags) {
      if (!model.containsKey(path)) {
        return;
      }
      var before = model.get(path).getFirst();
      var after = response(before.head().request(), tags, 100, times);
      var all = new HashSet<>(tags);
      all.addAll(before.tags());
      var may = since.stream().noneMatch(target -> meets(target, path, all));

      assertThat(store.freshen(fence, get(path), before, after)).isEqualTo(may);

      if (may) {
        putFirst(path, after, old -> old.equals(before));
      }
    }

    private void putFirst(
        String path, StoredResponse response, Predicate<StoredResponse> isReplaced) {
      var variants = new ArrayList<>(model.getOrDefault(path, List.of()));
      variants.removeIf(isReplaced);
      variants.addFirst(response);
      model.put(path, variants.subList(0, Math.min(variants.size(), VARIANTS_MAX)));
    }

    private void purge(Target target, boolean soft) {
      since.add(target);
      var met = 0;
      for (var path : PATHS) {
        var left = new ArrayList<StoredResponse>();
        for (var response : model.getOrDefault(path, List.of())) {
          var isMet = meets(target, path, response.tags());
          met += isMet && !(soft && response.mustValidate()) ? 1 : 0;
          if (soft || !isMet) {
            left.add(isMet ? Variants.marked(response) : response);
          }
        }
        model.put(path, left);
        model.values().removeIf(List::isEmpty);
      }
      assertThat(store.apply(Stored.purge(target, soft))).isEqualTo(met);
    }

    private static boolean meets(Target target, String path, Set<String> tags) {
      return switch (target) {
        case Target.Urls(var urls) -> urls.contains(Stored.url(path));
        case Target.Tags(var met) -> tags.stream().anyMatch(met::contains);
        case Target.Prefix(var prefix) -> Stored.url(path).startsWith(prefix);
      };
    }

    void forgetEvicted() {
      PATHS.stream().filter(path -> store.find(get(path)).isEmpty()).forEach(model::remove);
    }

    Map<String, List<StoredResponse>> found() {
      var found = new TreeMap<String, List<StoredResponse>>();
      for (var path : PATHS) {
        found.put(path, store.find(get(path)));
      }
      found.values().removeIf(List::isEmpty);
      return found;
    }

    void assertIndexIsWhole() {
      var kept = model.values().stream().flatMap(List::stream).toList();
      assertThat(store.size()).isEqualTo(kept.size());
      assertThat(store.urls()).isEqualTo(model.size());
      assertThat(store.tags())
          .isEqualTo((int) kept.stream().flatMap(one -> one.tags().stream()).distinct().count());
    }
  }
}

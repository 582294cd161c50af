package dev.whiteboard.cdn.store;

import static dev.whiteboard.cdn.store.Stored.ROOMY;
import static dev.whiteboard.cdn.store.Stored.get;
import static dev.whiteboard.cdn.store.Stored.hard;
import static dev.whiteboard.cdn.store.Stored.keep;
import static dev.whiteboard.cdn.store.Stored.prefix;
import static dev.whiteboard.cdn.store.Stored.response;
import static dev.whiteboard.cdn.store.Stored.soft;
import static dev.whiteboard.cdn.store.Stored.tags;
import static dev.whiteboard.cdn.store.Stored.urls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private final MemoryStore store = Stored.store(ROOMY);

  @Test
  void find_nothingKept_isEmpty() {
    assertThat(store.find(get("/a"))).isEmpty();
  }

  @Test
  void find_headOfWhatGetBrought_sharesIt() {
    keep(store, "/a");

    var head = new RequestHead("HEAD", "http", "a.test", "/a", get("/").fields());
    assertThat(store.find(head)).hasSize(1);
  }

  @Test
  void keep_sameVariant_takesItsPlace() {
    keep(store, "/a", "old");
    keep(store, "/a", "new");

    assertThat(store.find(get("/a")))
        .hasSize(1)
        .first()
        .returns(Set.of("new"), StoredResponse::tags);
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.tags()).isEqualTo(1);
  }

  @Test
  void keep_otherVariant_standsBesideNewestFirst() {
    keepVariant("en");
    keepVariant("de");

    assertThat(store.find(get("/a")))
        .extracting(kept -> kept.head().request().fields().first("accept-language"))
        .containsExactly("de", "en");
  }

  @Test
  void keep_moreVariantsThanMayBe_oldestGoes() {
    IntStream.range(0, ROOMY.variantsMax() + 3).forEach(i -> keepVariant("l" + i));

    assertThat(store.find(get("/a"))).hasSize(ROOMY.variantsMax());
    assertThat(store.find(get("/a")).getLast().tags()).containsExactly("l3");
    assertThat(store.tags()).isEqualTo(ROOMY.variantsMax());
  }

  private void keepVariant(String language) {
    var request = get("/a", "accept-language", language);
    store.keep(store.begin(request), request, response(request, Set.of(language)));
  }

  @Test
  void keep_largerThanOneMayBe_isRefused() {
    var request = get("/a");
    var large = response(request, Set.of(), (int) ROOMY.objectBytesMax());

    assertThat(store.keep(store.begin(request), request, large)).isFalse();
    assertThat(store.size()).isZero();
  }

  @Test
  void keep_moreTagsThanCanBeIndexed_isRefused() {
    var tags =
        IntStream.rangeClosed(0, Tags.TAGS_MAX).mapToObj(i -> "t" + i).toArray(String[]::new);

    assertThat(keep(store, "/a", tags)).isFalse();
  }

  @Test
  void keep_moreThanFits_evictedLeaveTheIndex() {
    var small = Stored.store(new StoreBounds(20_000, 20_000, 4));

    IntStream.range(0, 200).forEach(i -> keep(small, "/" + i, "all", "t" + i));

    assertThat(small.bytes()).isBetween(10_000L, 20_000L);
    assertThat(small.size()).isBetween(1, 20);
    assertThat(small.tags()).isEqualTo(small.size() + 1);
    assertThat(small.urls()).isEqualTo(small.size());
  }

  @Test
  void apply_url_takesAllVariantsAndNoOther() {
    keepVariant("en");
    keepVariant("de");
    keep(store, "/ab");

    assertThat(store.apply(hard(urls("/a")))).isEqualTo(2);

    assertThat(store.find(get("/a"))).isEmpty();
    assertThat(store.find(get("/ab"))).hasSize(1);
  }

  @Test
  void apply_tag_leavesOtherTagsEntries() {
    keep(store, "/a", "x", "y");
    keep(store, "/b", "y");
    keep(store, "/c", "z");

    assertThat(store.apply(hard(tags("x")))).isEqualTo(1);

    assertThat(store.find(get("/b"))).hasSize(1);
    assertThat(store.apply(hard(tags("y")))).isEqualTo(1);
    assertThat(store.find(get("/c"))).hasSize(1);
    assertThat(store.tags()).isEqualTo(1);
  }

  @Test
  void apply_tagOfOneVariant_leavesTheOther() {
    keepVariant("en");
    keepVariant("de");

    assertThat(store.apply(hard(tags("en")))).isEqualTo(1);

    assertThat(store.find(get("/a")))
        .hasSize(1)
        .first()
        .returns(Set.of("de"), StoredResponse::tags);
  }

  @Test
  void apply_prefix_takesThoseThatBeginSo() {
    keep(store, "/a/1");
    keep(store, "/a/2");
    keep(store, "/b");

    assertThat(store.apply(hard(prefix("/a/")))).isEqualTo(2);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void apply_emptyPrefix_takesAll() {
    keep(store, "/a/1");
    keep(store, "/b");

    assertThat(store.apply(hard(new Target.Prefix("")))).isEqualTo(2);
    assertThat(store.bytes()).isZero();
    assertThat(store.urls()).isZero();
  }

  @Test
  void apply_soft_marksAndKeeps() {
    keep(store, "/a", "x");

    assertThat(store.apply(soft(tags("x")))).isEqualTo(1);
    assertThat(store.apply(soft(urls("/a")))).isZero();

    assertThat(store.find(get("/a"))).hasSize(1).allMatch(StoredResponse::mustValidate);
    assertThat(store.apply(hard(tags("x")))).isEqualTo(1);
    assertThat(store.tags()).isZero();
  }

  @Test
  void keep_begunBeforePurgeThatMeets_isRefused() {
    var fence = store.begin(get("/a"));
    store.apply(hard(tags("x")));

    assertThat(store.keep(fence, get("/a"), response(get("/a"), Set.of("x")))).isFalse();
    assertThat(store.keep(fence, get("/b"), response(get("/b"), Set.of("y")))).isTrue();
    assertThat(keep(store, "/a", "x")).isTrue();
  }

  @Test
  void keep_begunBeforePurgeOfUrlOrPrefix_isRefused() {
    var fence = store.begin(get("/a/1"));
    store.apply(hard(urls("/a/1")));
    store.apply(soft(prefix("/p/")));

    assertThat(store.keep(fence, get("/a/1"), response(get("/a/1"), Set.of()))).isFalse();
    assertThat(store.keep(fence, get("/p/1"), response(get("/p/1"), Set.of()))).isFalse();
    assertThat(store.keep(fence, get("/a/2"), response(get("/a/2"), Set.of()))).isTrue();
  }

  @Test
  void holds_afterAnyTag_isNot() {
    var fence = store.begin(get("/a"));
    store.apply(hard(urls("/b")));
    assertThat(store.holds(fence, get("/a"))).isTrue();

    store.apply(hard(tags("x")));
    assertThat(store.holds(fence, get("/a"))).isFalse();
    assertThat(store.holds(store.begin(get("/a")), get("/a"))).isTrue();
  }

  @Test
  void keep_moreInvalidationsSinceThanAreRemembered_isRefused() {
    var fence = store.begin(get("/a"));
    IntStream.range(0, Fences.APPLIED_MAX).forEach(i -> store.apply(hard(urls("/b"))));
    assertThat(store.holds(fence, get("/a"))).isTrue();

    store.apply(hard(urls("/b")));

    assertThat(store.holds(fence, get("/a"))).isFalse();
    assertThat(store.keep(fence, get("/a"), response(get("/a"), Set.of()))).isFalse();
  }

  @Test
  void keep_purgeOfMoreNamesThanAreRemembered_isRefused() {
    var fence = store.begin(get("/a"));
    store.apply(
        hard(
            urls(
                IntStream.rangeClosed(0, Fences.NAMES_MAX)
                    .mapToObj(i -> "/" + i)
                    .toArray(String[]::new))));

    assertThat(store.holds(fence, get("/a"))).isFalse();
  }

  @Test
  void freshen_stillKept_takesItsPlaceAndIsNoLongerMarked() {
    keep(store, "/a", "x");
    store.apply(soft(tags("x")));
    var before = store.find(get("/a")).getFirst();
    var after = response(get("/a"), Set.of("x2"), 100, 50);

    assertThat(store.freshen(store.begin(get("/a")), get("/a"), before, after)).isTrue();

    assertThat(store.find(get("/a"))).containsExactly(after);
    assertThat(store.tags()).isEqualTo(1);
  }

  @Test
  void freshen_goneMeanwhile_isRefused() {
    keep(store, "/a", "x");
    var before = store.find(get("/a")).getFirst();
    store.apply(hard(tags("x")));

    assertThat(store.freshen(store.begin(get("/a")), get("/a"), before, before)).isFalse();
    assertThat(store.size()).isZero();
  }

  @Test
  void freshen_softPurgeSinceItBegan_staysMarked() {
    keep(store, "/a", "x");
    var before = store.find(get("/a")).getFirst();
    var fence = store.begin(get("/a"));
    store.apply(soft(tags("x")));

    assertThat(store.freshen(fence, get("/a"), before, before)).isFalse();
    assertThat(store.find(get("/a"))).allMatch(StoredResponse::mustValidate);
  }

  @Test
  void keep_admittedOnSecondRequest_isKeptThen() {
    var careful = new MemoryStore(ROOMY, EntryCaches.of(Policy.LRU), new SecondRequest(1_000));

    assertThat(keep(careful, "/a")).isFalse();
    assertThat(keep(careful, "/a")).isTrue();
  }

  @Test
  void keep_othersEvictedMeanwhile_goesWithoutThem() {
    var caches = new ArrayList<EvictingCache>();
    var evicting =
        new MemoryStore(
            ROOMY,
            (weightMax, evicted) -> {
              caches.add(new EvictingCache(weightMax, evicted));
              return caches.getFirst();
            },
            Admission.ALWAYS);
    keep(evicting, "/a", "old");
    caches.getFirst().evictWhatIsAsked();
    var request = get("/a", "accept-language", "de");

    assertThat(evicting.keep(evicting.begin(request), request, response(request, Set.of("new"))))
        .isTrue();

    assertThat(evicting.find(request))
        .extracting(StoredResponse::tags)
        .containsExactly(Set.of("new"));
    assertThat(evicting.tags()).isZero();
    assertThat(evicting.urls()).isZero();
    assertThat(evicting.size()).isZero();
  }
}

package dev.whiteboard.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.code.SipHash;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KnownCodesTest {
  private static final int PAGE = 1_000;
  private static final List<String> OTHERS = List.of("elsewhere1", "elsewhere2");

  private final TreeSet<String> store = new TreeSet<>();
  private final KnownCodes known = codesUpTo(1_000_000);

  @Test
  void isNever_beforeItIsFed_isOfNothing() {
    assertThat(known.isNever("anything")).isFalse();
    assertThat(known.isHungry()).isTrue();
  }

  @Test
  void isNever_fed_isOfWhatIsNotThere() {
    make(50_000);

    known.feed(List.of(this::page));

    assertThat(store).noneMatch(known::isNever);
    var never = IntStream.range(0, 10_000).filter(i -> known.isNever("other" + i)).count();
    assertThat(never).isGreaterThan(9_700);
    assertThat(known.isHungry()).isFalse();
  }

  @Test
  void add_whileItIsBeingFed_isNotLost() {
    make(3 * PAGE);
    known.feed(
        List.of(behind -> {
          known.add("meanwhile" + behind);
          return page(behind);
        }));

    assertThat(known.isNever("meanwhile")).isFalse();
    assertThat(known.isNever("meanwhile" + store.last())).isFalse();
  }

  /** As where links are in several databases. */
  @Test
  void feed_codesInSeveralPlaces_knowsThemAll() {
    make(2 * PAGE + 1);

    known.feed(
        List.of(this::page, _ -> List.of(), behind -> behind.isEmpty() ? OTHERS : List.of()));

    assertThat(store).noneMatch(known::isNever);
    assertThat(OTHERS).noneMatch(known::isNever);
    assertThat(known.added()).isEqualTo(2 * PAGE + 1 + OTHERS.size());
  }

  @Test
  void isHungry_afterMoreCodesThanItHasRoomFor_isTrue_andFedItIsNotAnyMore() {
    known.feed(List.of(this::page));
    make(10_500); // some of which it takes for known
    store.forEach(known::add);

    assertThat(known.isHungry()).isTrue();
    known.feed(List.of(this::page));

    assertThat(known.isHungry()).isFalse();
    assertThat(store).noneMatch(known::isNever);
  }

  @Test
  void feed_moreCodesThanItMayHold_givesUpAndLetsEverythingPass() {
    var small = codesUpTo(20_000);
    make(30_000);

    small.feed(List.of(this::page));

    assertThat(small.isNever("anything")).isFalse();
    assertThat(small.isHungry()).isFalse();
  }

  /** Which another 15 places may have pages of. */
  @Test
  void feed_moreCodesThanItMayHold_readsNoFurther() {
    var small = codesUpTo(PAGE);
    var pages = new AtomicInteger();
    make(2 * PAGE);

    small.feed(
        List.of(
            behind -> {
              pages.incrementAndGet();
              return page(behind);
            },
            _ -> {
              throw new AssertionError("asked for more");
            }));

    assertThat(pages).hasValue(2);
    assertThat(small.isHungry()).isFalse();
  }

  @Test
  void feed_asManyCodesAsItMayHold_holdsThem() {
    var small = codesUpTo(20_000);
    make(20_000);

    small.feed(List.of(this::page));

    assertThat(store).noneMatch(small::isNever);
    assertThat(small.isNever("something else entirely")).isTrue();
    assertThat(small.isHungry()).isFalse();
  }

  @Test
  void feed_mayHoldNone_letsEverythingPass() {
    var none = codesUpTo(0);

    none.feed(List.of(this::page));

    assertThat(none.isNever("anything")).isFalse();
    assertThat(none.isHungry()).isFalse();
  }

  /** A node hears of its own links too: they are no more than they are. */
  @Test
  void add_twice_countsOnce() {
    known.feed(List.of(this::page));

    known.add("abc");
    known.add("abc");

    assertThat(known.added()).isEqualTo(1);
  }

  private void make(int codes) {
    IntStream.range(0, codes).mapToObj(i -> "code" + i).forEach(store::add);
  }

  private List<String> page(String behind) {
    return store.tailSet(behind, false).stream().limit(PAGE).toList();
  }

  private static KnownCodes codesUpTo(long max) {
    return new KnownCodes(SipHash.keyed(new byte[SipHash.KEY_BYTES]), max);
  }
}

package dev.whiteboard.kit.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.store.StoreAwayException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShardsTest {
  private static final List<String> CODES =
      IntStream.range(0, 1_000).mapToObj(i -> "code" + i).toList();

  @Test
  void of_one_hasEveryCode() {
    var one = Shards.inOrder(List.of("only"));

    assertThat(CODES).allMatch(code -> one.of(code).equals("only"));
  }

  @Test
  void number_sixteen_isTheBucket() {
    assertThat(CODES).allMatch(code -> shards(16).number(code) == Buckets.of(code));
  }

  @Test
  void number_anyNumberOfShards_eachHasItsShareOfTheBuckets() {
    for (var count = 1; count <= 16; count++) {
      var shards = shards(count);
      long buckets = Buckets.COUNT / count; // or one more
      for (var shard : shards.all()) {
        var own = CODES.stream().filter(code -> shards.of(code).equals(shard)).count();
        assertThat(own).isBetween(buckets * 1_000 / 16 - 50, (buckets + 1) * 1_000 / 16 + 50);
      }
    }
  }

  /** What moves when one machine is outgrown goes to new ones, and is half. */
  @Test
  void number_twiceAsMany_staysOrIsOnANewOne() {
    for (var count = 1; count <= 8; count *= 2) {
      var before = shards(count);
      var after = shards(2 * count);
      var few = count;
      assertThat(CODES)
          .allMatch(code ->
              after.number(code) == before.number(code)
                  || after.number(code) == before.number(code) + few);
    }
  }

  @Test
  void share_ofManyElements_givesEachItsOwn_andKeepsTheirOrder() {
    var shards = shards(3);
    var given = new ConcurrentHashMap<Integer, List<String>>();

    var said =
        shards.share(
            CODES,
            shards::number,
            (shard, own) -> {
              given.put(shard, own);
              return own.stream().map(code -> code + " on " + shard).toList();
            });

    assertThat(said)
        .isEqualTo(CODES.stream().map(code -> code + " on " + shards.of(code)).toList());
    assertThat(given).hasSize(3);
    given.forEach((shard, own) -> assertThat(own).allMatch(code -> shards.of(code).equals(shard)));
  }

  @Test
  void share_nothing_asksNobody() {
    assertThat(shards(2).share(List.<String>of(), _ -> 0, (_, _) -> List.of("something")))
        .isEmpty();
  }

  @Test
  void askAll_oneIsAway_failsAsItDid() {
    assertThatThrownBy(() ->
            shards(3)
                .askAll(shard -> {
                  if (shard == 1) {
                    throw new StoreAwayException("away");
                  }
                  return shard;
                }))
        .isInstanceOf(StoreAwayException.class)
        .hasMessage("away");
    assertThat(shards(3).askAll(shard -> shard * 10)).containsExactly(0, 10, 20);
  }

  @Test
  void inOrder_moreThanThereAreBuckets_orNone_isRefused() {
    assertThatThrownBy(() -> Shards.inOrder(Collections.nCopies(17, "one")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shards.inOrder(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Shards<Integer> shards(int count) {
    return Shards.inOrder(IntStream.range(0, count).boxed().toList());
  }
}

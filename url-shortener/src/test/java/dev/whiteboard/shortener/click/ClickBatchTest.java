package dev.whiteboard.shortener.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ClickBatchTest {
  record Click(String code, long atMillis) {}

  @Property(tries = 200)
  void read_buffered_areTheClicksInOrder(@ForAll("clicks") List<Click> clicks) {
    var batches = new ArrayList<byte[]>();
    var buffer = new ClickBuffer(batches::add);

    clicks.forEach(click -> buffer.add(click.code, click.atMillis));
    buffer.flush();

    assertThat(read(batches)).isEqualTo(clicks);
  }

  @Test
  void add_moreThanABatchHolds_isHandedOnInSeveral() {
    var batches = new ArrayList<byte[]>();
    var buffer = new ClickBuffer(batches::add);

    for (var i = 0; i < 5_000; i++) {
      buffer.add("abcdefg", i);
    }
    buffer.flush();

    assertThat(batches).hasSizeBetween(5, 6).allMatch(batch -> batch.length <= 16 * 1024);
    assertThat(read(batches)).hasSize(5_000);
  }

  @Test
  void flush_nothingAdded_handsNothingOn() {
    var batches = new ArrayList<byte[]>();

    new ClickBuffer(batches::add).flush();

    assertThat(batches).isEmpty();
  }

  @Test
  void read_cutOffOrForeign_isRefused() {
    var batches = new ArrayList<byte[]>();
    var buffer = new ClickBuffer(batches::add);
    buffer.add("abcdefg", 1);
    buffer.flush();
    var whole = batches.getFirst();

    assertThatThrownBy(() -> ClickBatch.read(Arrays.copyOf(whole, whole.length - 1), (_, _) -> {}))
        .hasMessageContaining("cut off");
    assertThatThrownBy(() -> ClickBatch.read(new byte[0], (_, _) -> {}))
        .hasMessageContaining("cut off");
    assertThatThrownBy(() -> ClickBatch.read(new byte[] {9}, (_, _) -> {}))
        .hasMessageContaining("version");
  }

  @Provide
  static Arbitrary<List<Click>> clicks() {
    var codes = Arbitraries.strings().ofMinLength(3).ofMaxLength(32).alpha().numeric();
    var moments = Arbitraries.longs();
    return Combinators.combine(codes, moments).as(Click::new).list().ofMaxSize(3_000);
  }

  private static List<Click> read(List<byte[]> batches) {
    var clicks = new ArrayList<Click>();
    batches.forEach(batch -> ClickBatch.read(batch, (code, at) -> clicks.add(new Click(code, at))));
    return clicks;
  }
}

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
  private static final long SENDER = -77;
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0";

  @Property(tries = 200)
  void read_buffered_areTheClicksInOrder(@ForAll("clicks") List<Click> clicks) {
    var batches = batches(clicks);

    assertThat(batches.stream().flatMap(batch -> batch.clicks().stream()).toList())
        .isEqualTo(clicks);
    for (var i = 0; i < batches.size(); i++) {
      assertThat(batches.get(i).sender()).isEqualTo(SENDER);
      assertThat(batches.get(i).sequence()).isEqualTo(i + 1);
    }
  }

  @Test
  void add_moreThanABatchHolds_isHandedOnInSeveral() {
    var clicks = new ArrayList<Click>();
    for (var i = 0; i < 20_000; i++) {
      clicks.add(new Click("abcdefg", i, i, BROWSER, "example.com", "DE"));
    }

    var batches = records(clicks);

    assertThat(batches).hasSizeBetween(3, 4).allMatch(batch -> batch.length <= 128 * 1024);
    assertThat(batches.stream().mapToInt(ClickBatch::clicksIn).sum()).isEqualTo(20_000);
  }

  /** What repeats stands there once: a click on a hot link takes 20 bytes. */
  @Test
  void add_sameTexts_takeTwentyBytesEach() {
    var one = records(List.of(new Click("abcdefg", 1, 1, BROWSER, "example.com", "")));
    var clicks = new ArrayList<Click>();
    for (var i = 0; i < 101; i++) {
      clicks.add(new Click("abcdefg", i, i, BROWSER, "example.com", ""));
    }

    assertThat(records(clicks).getFirst().length - one.getFirst().length).isEqualTo(100 * 20);
  }

  @Test
  void add_notAscii_isAQuestionMark() {
    var read = batches(List.of(new Click("abc", 1, 1, "Gerät/1.0", "", "")));

    assertThat(read.getFirst().clicks().getFirst().userAgent()).isEqualTo("Ger?t/1.0");
  }

  @Test
  void flush_nothingAdded_handsNothingOn() {
    assertThat(records(List.of())).isEmpty();
  }

  @Test
  void read_cutOffAnywhere_isRefused() {
    var whole = records(List.of(new Click("abcdefg", 1, 2, BROWSER, "", "US"))).getFirst();

    for (var length = 0; length < whole.length; length++) {
      var part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ClickBatch.read(part))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cut off");
    }
  }

  @Test
  void read_foreign_isRefused() {
    var whole = records(List.of(new Click("abcdefg", 1, 2, BROWSER, "", "US"))).getFirst();

    assertThatThrownBy(() -> ClickBatch.read(new byte[] {1, 0, 0}))
        .hasMessage("a batch of version 1, and only 2 is known");
    assertThatThrownBy(() -> ClickBatch.read(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessage("1 bytes behind the last click");
    whole[whole.length - 1] = 9;
    assertThatThrownBy(() -> ClickBatch.read(whole)).hasMessageContaining("text 9 of");
  }

  /** Whatever the bytes are, nothing but a refusal comes of them. */
  @Property(tries = 1_000)
  void read_anyBytes_isReadOrRefused(@ForAll byte[] bytes) {
    var record = Arrays.copyOf(bytes, bytes.length + 1);
    record[0] = 2;
    try {
      assertThat(ClickBatch.read(record).clicks()).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Provide
  static Arbitrary<List<Click>> clicks() {
    var codes = Arbitraries.strings().ofMinLength(3).ofMaxLength(32).alpha().numeric();
    var userAgents = Arbitraries.strings().ascii().ofMaxLength(256);
    var referrers = Arbitraries.strings().alpha().ofMaxLength(100);
    var countries = Arbitraries.of("", "DE", "US", "ZW");
    return Combinators.combine(
            codes,
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.oneOf(Arbitraries.of("", BROWSER), userAgents),
            referrers,
            countries)
        .as(Click::new)
        .list()
        .ofMaxSize(1_500);
  }

  private static List<byte[]> records(List<Click> clicks) {
    var records = new ArrayList<byte[]>();
    var buffer = new ClickBuffer(SENDER, records::add);
    clicks.forEach(buffer::add);
    buffer.flush();
    return records;
  }

  private static List<ClickBatch> batches(List<Click> clicks) {
    return records(clicks).stream().map(ClickBatch::read).toList();
  }
}

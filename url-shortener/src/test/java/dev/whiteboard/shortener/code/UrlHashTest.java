package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class UrlHashTest {
  private final AtomicLong salt = new AtomicLong();
  private final UrlHash hash = new UrlHash(salt::incrementAndGet);

  @Test
  void code_sameUrl_isTheSameUntilItIsSalted() {
    assertThat(hash.code("https://example.com/", 0))
        .isEqualTo(hash.code("https://example.com/", 0));
    assertThat(hash.code("https://example.com/", 1))
        .isNotEqualTo(hash.code("https://example.com/", 0))
        .isNotEqualTo(hash.code("https://example.com/", 1));
    assertThat(hash.code("https://example.com/", 0)).hasSize(7);
  }

  /**
   * Collisions are as many as the birthday bound says. In 7 digits they are too rare to count, so
   * the last 3 are taken: 238,328 codes. n hashes fill N (1 - e^(-n/N)) of them.
   */
  @Test
  void code_manyUrls_collideAsOftenAsChanceHasIt() {
    var codes = 62 * 62 * 62;
    var links = 100_000;
    var taken = new BitSet(codes);
    for (var i = 0; i < links; i++) {
      taken.set((int) Base62.decode(hash.code("https://example.com/" + i, 0).substring(4)));
    }
    var expected = codes * (1 - Math.exp(-(double) links / codes));

    assertThat((double) taken.cardinality()).isBetween(expected * 0.99, expected * 1.01);
  }
}

package dev.whiteboard.cdn.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final int KEYS = 100_000;

  @Test
  void of_request_isItsUrlWithoutMethodAndFields() {
    var request =
        new RequestHead("HEAD", "https", "a.test:8443", "/x?y=1", Fields.of("cookie", "z"));

    assertThat(Keys.of(request)).isEqualTo("https://a.test:8443/x?y=1");
  }

  @Test
  void hash_similarKeys_differ() {
    assertThat(hashes().distinct().count()).isEqualTo(KEYS);
  }

  /** Each of the 64 bits is set in half of them: within 5 standard deviations. */
  @Test
  void hash_similarKeys_useAllBits() {
    var all = hashes().toArray();
    var deviation = 5 * Math.sqrt(KEYS) / 2;

    assertThat(IntStream.range(0, Long.SIZE))
        .allSatisfy(bit ->
            assertThat((double) LongStream.of(all).filter(hash -> (hash >>> bit & 1) == 1).count())
                .isBetween(KEYS / 2 - deviation, KEYS / 2 + deviation));
  }

  private static LongStream hashes() {
    return IntStream.range(0, KEYS).mapToLong(i -> Keys.hash("http://a.test/" + i));
  }
}

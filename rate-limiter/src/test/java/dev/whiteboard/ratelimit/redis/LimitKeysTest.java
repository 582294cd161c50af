package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class LimitKeysTest {
  private static final Limit GCRA = Limit.of(Algorithm.GCRA, 1, Duration.ofSeconds(1));
  private static final Limit BUCKET = Limit.of(Algorithm.TOKEN_BUCKET, 1, Duration.ofSeconds(1));

  @Test
  void name_isReadable() {
    assertThat(name("shop", "user=7")).isEqualTo("ratelimit:{shop}:gcra:user=7");
    assertThat(name("{50%}", "{}")).isEqualTo("ratelimit:{%7B50%25%7D}:gcra:{}");
    assertThat(name("", "a")).isEqualTo("ratelimit:{%}:gcra:a");
  }

  @Property(tries = 500)
  void name_ofDifferentOnes_isDifferent(
      @ForAll @Chars({'a', '%', '{', '}', ':', '7', 'D'}) @StringLength(max = 4) String domain,
      @ForAll @Chars({'a', '%', '{', '}', ':', '7', 'D'}) @StringLength(max = 4) String key,
      @ForAll @Chars({'a', '%', '{', '}', ':', '7', 'D'}) @StringLength(max = 4) String domain2,
      @ForAll @Chars({'a', '%', '{', '}', ':', '7', 'D'}) @StringLength(max = 4) String key2) {
    Assume.that(!domain.equals(domain2) || !key.equals(key2));

    assertThat(name(domain, key)).isNotEqualTo(name(domain2, key2));
  }

  @Property(tries = 500)
  void name_ofOneDomain_isOnOneSlot(
      @ForAll @StringLength(max = 8) String domain,
      @ForAll @StringLength(max = 8) String key,
      @ForAll @StringLength(max = 8) String key2) {
    var prefix = LimitKeys.prefix(domain);

    assertThat(SlotHash.getSlot(LimitKeys.name(prefix, GCRA, key)))
        .isEqualTo(SlotHash.getSlot(LimitKeys.name(prefix, BUCKET, key2)));
  }

  private static String name(String domain, String key) {
    return LimitKeys.name(LimitKeys.prefix(domain), GCRA, key);
  }
}

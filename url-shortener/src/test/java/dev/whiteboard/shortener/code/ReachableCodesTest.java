package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ReachableCodesTest {
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void code_allReachable_isTheNext() {
    var codes =
        new ReachableCodes((_, _) -> "code" + made.incrementAndGet(), _ -> true, () -> true);

    assertThat(codes.code("https://example.com/", 0)).isEqualTo("code1");
    assertThat(codes.code("https://example.com/", 0)).isEqualTo("code2");
  }

  /** A generator that goes by the attempt, as the hash does, is asked with the next one. */
  @Test
  void code_someAreNot_isTheNextThatIs() {
    var codes =
        new ReachableCodes((url, attempt) -> url + attempt, code -> code.endsWith("4"), () -> true);

    assertThat(codes.code("a", 2)).isEqualTo("a4");
  }

  /** Whoever keeps it then says why it can't be kept. */
  @Test
  void code_noneIs_isOneAllTheSame() {
    var codes =
        new ReachableCodes((_, _) -> "code" + made.incrementAndGet(), _ -> false, () -> true);

    assertThat(codes.code("https://example.com/", 0)).startsWith("code");
    assertThat(made).hasValueLessThan(100);
  }

  /** A node that hears nothing at all spends no more ids than one that hears everything. */
  @Test
  void code_noneIsKnownToBe_isTheFirst() {
    var codes =
        new ReachableCodes((_, _) -> "code" + made.incrementAndGet(), _ -> false, () -> false);

    assertThat(codes.code("https://example.com/", 0)).isEqualTo("code1");
    assertThat(codes.code("https://example.com/", 0)).isEqualTo("code2");
  }
}

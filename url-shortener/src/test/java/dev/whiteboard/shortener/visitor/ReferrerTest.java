package dev.whiteboard.shortener.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReferrerTest {
  @ParameterizedTest
  @CsvSource({
    "https://News.Example.com/a/secret?token=1, news.example.com",
    "https://example.com, example.com",
    "http://example.com:8080/x, example.com",
    "https://example.com?q, example.com",
    "android-app://com.google.android.gm/, com.google.android.gm",
    "https://user:password@example.com/, ''",
    "https://user@example.com/, ''",
    "https://[::1]/, ''",
    "https://exämple.com/, ''",
    "about:blank, ''",
    "https:///path, ''"
  })
  void host_header_isItsHostAndNoMore(String header, String host) {
    assertThat(Referrer.host(header)).isEqualTo(host);
  }

  @Test
  void host_noneOrTooLong_isEmpty() {
    assertThat(Referrer.host(null)).isEmpty();
    assertThat(Referrer.host("")).isEmpty();
    assertThat(Referrer.host("https://" + "a".repeat(101) + "/")).isEmpty();
    assertThat(Referrer.host("https://" + "a".repeat(100) + "/")).hasSize(100);
  }
}

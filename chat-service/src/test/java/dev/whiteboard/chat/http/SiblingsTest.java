package dev.whiteboard.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SiblingsTest {
  private final Siblings siblings = new Siblings(List.of(8083, 8093));

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8083, localhost:8093",
    "http://localhost:8093, localhost:8083",
    "http://192.168.1.5:8083, 192.168.1.5:8093",
    "http://[::1]:8083, [::1]:8093",
  })
  void admits_pageOfThisHostAtASiblingsPort(String origin, String host) {
    assertThat(siblings.admits(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8082, localhost:8093",
    "http://evil.example:8083, localhost:8093",
    "http://localhost.evil.example:8083, localhost:8093",
    "https://localhost:8083, localhost:8093",
    "http://localhost, localhost:8093",
    "http://localhost:8083/, localhost:8093",
    "http://localhost:8083@evil.example:8083, localhost:8093",
    "null, localhost:8093",
    "http://localhost:8083, ''",
    "http://localhost:99999, localhost:8093",
  })
  void admits_anyOther_no(String origin, String host) {
    assertThat(siblings.admits(origin, host)).isFalse();
  }

  @Test
  void admits_oneNodeAlone_no() {
    var alone = new Siblings(List.of(8083));

    assertThat(alone.admits("http://localhost:8083", "localhost:8003")).isFalse();
    assertThat(alone.sources("localhost:8083")).isEqualTo("'self'");
  }

  @Test
  void add_nodeThatListens_isKnownFromThen() {
    var growing = new Siblings(List.of());
    growing.add(8093);
    growing.add(8083);

    assertThat(growing.ports()).containsExactly(8083, 8093);
    assertThat(growing.admits("http://localhost:8083", "localhost:8093")).isTrue();
  }

  @Test
  void sources_nameEachNodeOnTheHostThatIsAsked() {
    assertThat(siblings.sources("localhost:8083"))
        .isEqualTo(
            "'self' http://localhost:8083 ws://localhost:8083"
                + " http://localhost:8093 ws://localhost:8093");
  }

  @ParameterizedTest
  @CsvSource({"''", "'a b:8083'", "'x; script-src *'", "'localhost:8083\r\nX: y'", "'*:8083'"})
  void sources_ofWhatIsNoHost_areThePageItself(String host) {
    assertThat(siblings.sources(host)).isEqualTo("'self'");
  }
}

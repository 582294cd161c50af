package dev.whiteboard.shortener.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How URLs are read is tested with {@code WhatwgUrl}; this is about which of them a link may have.
 */
final class TargetUrlTest {
  private static final Set<String> OWN =
      Set.of("sho.rt", "xn--krzer-kva.example", "8.8.4.4", "[2606:4700::1111]");

  @ParameterizedTest
  @CsvSource({
    "https://example.com, https://example.com/, example.com",
    "'  https://example.com/a ', https://example.com/a, example.com",
    "HTTP://EXAMPLE.com:8080/A?b=C#d, http://example.com:8080/A?b=C#d, example.com",
    "https://bücher.example/ü, https://xn--bcher-kva.example/%C3%BC, xn--bcher-kva.example",
    "https:\\\\example.com\\a b, https://example.com/a%20b, example.com",
    "https://0x08080808/, https://8.8.8.8/, 8.8.8.8",
    "https://[2001:4860:4860::8888]:443/, https://[2001:4860:4860::8888]/, [2001:4860:4860::8888]",
    "https://[2606:4700::6464]:8443/, https://[2606:4700::6464]:8443/, [2606:4700::6464]",
    "https://user.example/@name, https://user.example/@name, user.example",
    "https://example.com./, https://example.com./, example.com."
  })
  void parse_publicHttpUrl_isKeptAsABrowserWouldWriteIt(String given, String kept, String host) {
    var url = TargetUrl.parse(given, OWN);

    assertThat(url).isEqualTo(new TargetUrl(kept, host));
    assertThat(TargetUrl.kept(url.text())).isEqualTo(url);
    assertThat(url.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "example.com",
        "//example.com",
        "/path",
        "ftp://example.com",
        "javascript:alert(1)",
        "JavaScript://example.com/%0aalert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,hi",
        "file:///etc/passwd",
        "mailto:a@example.com",
        "view-source:https://example.com",
        "blob:https://example.com/1",
        "http:example.com",
        "\u00A0https://example.com",
        "\uFEFFhttps://example.com"
      })
  void parse_noAbsoluteHttpUrl_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("absolute http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/\r\nSet-Cookie: a=b",
        "java\tscript:alert(1)",
        "\u0001javascript:alert(1)",
        "\thttps://example.com",
        "https://example.com\n",
        "ht\ntps://example.com/",
        "https://exa\nmple.com/",
        "https://example.com/\u0000",
        "https://example.com/?\u007F",
        "https://example.com/#\u0085"
      })
  void parse_controlsAnywhere_areRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://google.com@evil.example/",
        "https://a:b@example.com",
        "https://@a.b",
        "https://google.com%2F@evil.example",
        "https:\\\\google.com@evil.example"
      })
  void parse_userInfo_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("user name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com:0/", "http://example.com:65536/", "http://a.b:c/"})
  void parse_noPort_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sho.rt/abc",
        "http://SHO.RT:8080/",
        "http://sho.rt:0080/",
        "https://sho.rt./",
        "https:\\\\sho.rt\\abc",
        "https://sh%6f.rt/",
        "https://sh%6F%2ert/",
        "https://ｓｈｏ。ｒｔ/",
        "https://sho\u00AD.rt/",
        "https://kürzer.example/",
        "https://KU\u0308RZER.example:444/",
        "https://XN--KRZER-KVA.example/",
        "https://134743044/",
        "https://0x8.8.0x404/",
        "https://[2606:4700:0:0::1111]/"
      })
  void parse_ourselvesInAnySpelling_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("shortener");
  }

  @ParameterizedTest
  @CsvSource({"Sho.rt., sho.rt", "134743044, 8.8.4.4", "[2606:4700::0:1111], [2606:4700::1111]"})
  void comparable_spellings_areEqual(String given, String comparable) {
    assertThat(TargetUrl.comparable(given)).isEqualTo(comparable);
  }

  @Test
  void parse_longestAllowed_isKept_oneMoreIsRefused() {
    var longest = "https://example.com/" + "a".repeat(TargetUrl.CHARS_MAX - 20);

    assertThat(TargetUrl.parse(longest, OWN).text()).hasSize(TargetUrl.CHARS_MAX);
    assertThatThrownBy(() -> TargetUrl.parse(longest + "a", OWN)).hasMessageContaining("2,048");
  }

  @Test
  void parse_tooLongOnceEscaped_isRefused() {
    assertThatThrownBy(() -> TargetUrl.parse("https://example.com/" + "ü".repeat(1_000), OWN))
        .hasMessageContaining("escaped");
  }

  @Test
  void isSuspicious_hostThatLooksLikeAnother_isKeptWithAWarning() {
    var url = TargetUrl.parse("https://аррӏе.com/login", OWN);

    assertThat(url.text()).isEqualTo("https://xn--80ak6aa92e.com/login");
    assertThat(url.unicodeHost()).isEqualTo("аррӏе.com");
    assertThat(url.isSuspicious()).isTrue();
    assertThat(url.warnings())
        .singleElement()
        .asString()
        .contains("аррӏе.com", "xn--80ak6aa92e.com", "look like Latin");
  }

  @Test
  void isSuspicious_honestInternationalHost_isNot() {
    var url = TargetUrl.parse("https://BÜCHER.example/", OWN);

    assertThat(url.unicodeHost()).isEqualTo("bücher.example");
    assertThat(url.isSuspicious()).isFalse();
    assertThat(url.warnings()).isEmpty();
  }

  /** Whatever comes in: either it is refused, or it is safe in a header, and kept as it is. */
  @Property
  void parse_anything_isRefusedOrPrintableAscii(@ForAll String path) {
    try {
      var url = TargetUrl.parse("https://example.com/" + path, OWN);
      assertThat(url.text()).matches("https://example\\.com/[\\x21-\\x7e]*");
      assertThat(TargetUrl.parse(url.text(), OWN)).isEqualTo(url);
    } catch (BadUrlException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  @Property
  void parse_anyText_throwsNothingElse(@ForAll String text) {
    for (var given : Set.of(text, "https://" + text, "http://a." + text)) {
      try {
        assertThat(TargetUrl.parse(given, OWN).text()).matches("[\\x21-\\x7e]+");
      } catch (BadUrlException e) {
        assertThat(e.reason()).isNotBlank();
      }
    }
  }
}

package dev.whiteboard.shortener.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WhatwgUrlTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        // scheme, slashes, host
        "https://example.com, https://example.com/",
        "HTTPS://EXAMPLE.com/A?B#C, https://example.com/A?B#C",
        "http:\\\\example.com\\a\\b?c\\d#e\\f, http://example.com/a/b?c\\d#e\\f",
        "http:/\\\\//example.com, http://example.com/",
        "http://example.com\\@evil.example/, http://example.com/@evil.example/",
        "http://example.com?a, http://example.com/?a",
        "http://example.com#a, http://example.com/#a",
        // port
        "http://a.example:80/, http://a.example/",
        "https://a.example:443/, https://a.example/",
        "http://a.example:443/, http://a.example:443/",
        "https://a.example:/, https://a.example/",
        "https://a.example:00000000008080, https://a.example:8080/",
        "https://a.example:65535, https://a.example:65535/",
        "https://[2001:DB8::1]:443/, https://[2001:db8::1]/",
        "https://[2001:DB8::1]:8443/, https://[2001:db8::1]:8443/",
        // dot segments
        "http://h.ex/a/./b/../c, http://h.ex/a/c",
        "http://h.ex/../../a, http://h.ex/a",
        "http://h.ex/a/.., http://h.ex/",
        "http://h.ex/a/b/.., http://h.ex/a/",
        "http://h.ex/a/., http://h.ex/a/",
        "http://h.ex/a/%2e/%2E%2e/.%2e/b, http://h.ex/b",
        "http://h.ex/a/%2e%2E, http://h.ex/",
        "http://h.ex/a/.../b.., http://h.ex/a/.../b..",
        "http://h.ex//a//../b, http://h.ex//a/b",
        "http://h.ex/C|/../d, http://h.ex/d",
        "http://h.ex/?a/../b#c/../d, http://h.ex/?a/../b#c/../d",
        // percent-encoding: each part its own set; what is encoded stays as it is
        "http://h.ex/%2F%2f%zz%, http://h.ex/%2F%2f%zz%",
        "http://h.ex/a b?c d#e f, http://h.ex/a%20b?c%20d#e%20f",
        "http://h.ex/\"<>`{}^'|[];, http://h.ex/%22%3C%3E%60%7B%7D%5E'|[];",
        "http://h.ex/?\"<>`{}^'|[];?, http://h.ex/?%22%3C%3E`{}^%27|[];?",
        "http://h.ex/#\"<>`{}^'|[];?#, http://h.ex/#%22%3C%3E%60{}^'|[];?#",
        "http://h.ex/ü?ö#💩, http://h.ex/%C3%BC?%C3%B6#%F0%9F%92%A9",
        "http://h.ex/\uD800a?\uDC00, http://h.ex/%EF%BF%BDa?%EF%BF%BD",
        "http://h.ex/?z=1&a=2&Z=%41, http://h.ex/?z=1&a=2&Z=%41",
        // empty is not absent
        "http://h.ex/?#, http://h.ex/?#",
        "http://h.ex/#, http://h.ex/#",
        "http://h.ex/@a:b@c, http://h.ex/@a:b@c",
      })
  void text_url_isWhereABrowserGoes(String given, String kept) {
    assertThat(WhatwgUrl.parse(given).text()).isEqualTo(kept);
    assertThat(WhatwgUrl.parse(kept).text()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "//example.com",
        "http",
        "http:",
        "http:example.com",
        "http:/example.com",
        "http:\\example.com",
        "http://",
        "http:///",
        "http://?q",
        "http://#f",
        "http://:80/",
        "http://h.ex:65536/",
        "http://h.ex:99999999999999999999/",
        "http://h.ex:8a/",
        "http://h.ex:-1/",
        "http://h.ex:８０/",
        "http://h.ex:80:80/",
        "http://a:b@h.ex/",
        "http://@h.ex/",
        "http:// h.ex/",
        "httpſ://h.ex/",
        "ws://h.ex/",
        "javascript://h.ex/%0aalert(1)"
      })
  void parse_notAbsoluteOrNotHttp_isRefused(String given) {
    assertThatThrownBy(() -> WhatwgUrl.parse(given)).isInstanceOf(UrlSyntaxException.class);
  }

  @Property
  void parse_anything_isRefusedOrKeptAsPrintableAsciiThatIsKeptAsItIs(@ForAll("near") String rest) {
    try {
      var url = WhatwgUrl.parse("http:" + rest);
      assertThat(url.text()).matches("[\\x21-\\x7e]+");
      assertThat(WhatwgUrl.parse(url.text())).isEqualTo(url);
    } catch (UrlSyntaxException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  /** Texts of the characters that decide something, so that many of them are URLs. */
  @Provide
  Arbitrary<String> near() {
    var any = Arbitraries.strings().ofMaxLength(20);
    var deciding =
        Arbitraries.strings()
            .withChars("aX0129.-_:/\\@?#[]%2eE xn。１üß\u00AD\uD83D\uDCA9'\"^")
            .ofMaxLength(30);
    return Arbitraries.oneOf(
        deciding.map(text -> "//" + text), deciding.map(text -> "//h.ex/" + text), any);
  }
}

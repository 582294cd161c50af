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

final class TargetUrlTest {
  private static final Set<String> OWN = Set.of("sho.rt");

  @ParameterizedTest
  @CsvSource({
    "https://example.com, https://example.com, example.com",
    "HTTP://EXAMPLE.com:8080/A?b=C#d, http://example.com:8080/A?b=C#d, example.com",
    "https://example.com/%2F?q=%zz, https://example.com/%2F?q=%zz, example.com",
    "https://bücher.example/ü?ö#ä,"
        + " https://xn--bcher-kva.example/%C3%BC?%C3%B6#%C3%A4, xn--bcher-kva.example",
    "https://例え。テスト/, https://xn--r8jz45g.xn--zckzah/, xn--r8jz45g.xn--zckzah",
    "https://example.com/a\"<b>, https://example.com/a%22%3Cb%3E, example.com",
    "https://8.8.8.8/, https://8.8.8.8/, 8.8.8.8",
    "https://0x08080808/, https://8.8.8.8/, 8.8.8.8",
    "https://[2001:4860:4860::8888]/, https://[2001:4860:4860::8888]/, [2001:4860:4860::8888]",
    "https://user.example/@name, https://user.example/@name, user.example",
  })
  void parse_publicHttpUrl_isKeptInAscii(String given, String kept, String host) {
    var url = TargetUrl.parse(given, OWN);

    assertThat(url).isEqualTo(new TargetUrl(kept, host));
    assertThat(TargetUrl.kept(url.text())).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "//example.com",
        "/path",
        "ftp://example.com",
        "javascript:alert(1)",
        "data:text/html,hi",
        "file:///etc/passwd",
        "mailto:a@example.com",
        "http:example.com",
        "http:/example.com",
        "http://",
        "https:///path",
        "http://?q",
        "http://:80/",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:8a/",
        "http://example.com:/",
        "http://exa mple.com/",
        "http://a..b/",
        "http://.example.com/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://example.com/\ud800"
      })
  void parse_noAbsoluteHttpUrl_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).isInstanceOf(BadUrlException.class);
  }

  /** What browsers would repair, and headers would break on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/\r\nSet-Cookie: a=b", "java\tscript:alert(1)", " https://example.com",
        "https://example.com\\@evil.example", "https://example.com/\u0000",
            "https://exa\nmple.com/",
        "https://example.com/\u0085", "https://example.com/a b"
      })
  void parse_blanksControlsBackslashes_areRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("blanks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://google.com@evil.example/", "https://a:b@example.com", "https://@a.b"})
  void parse_userInfo_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("user name");
  }

  /** One address in each of the notations that a browser takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "0",
        "0.0.0.0",
        "%31%32%37.0.0.1",
        "１２７.0.0.1",
        "127。0。0。1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "0xc0a80101",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:0:0:1]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]"
      })
  void parse_privateAddress_isRefusedInEveryNotation(String host) {
    assertThatThrownBy(() -> TargetUrl.parse("http://" + host + "/", OWN))
        .hasMessageContaining("loopback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST",
        "a.localhost",
        "localhost.",
        "printer.local",
        "%6cocalhost"
      })
  void parse_privateName_isRefused(String host) {
    assertThatThrownBy(() -> TargetUrl.parse("http://" + host + ":8081/x", OWN))
        .hasMessageContaining("private");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://sho.rt/abc", "http://SHO.RT:8080/", "https://sh%6f.rt/"})
  void parse_ourselves_isRefused(String given) {
    assertThatThrownBy(() -> TargetUrl.parse(given, OWN)).hasMessageContaining("shortener");
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

  /** Whatever comes in: either it is refused, or it is safe in a header. */
  @Property
  void parse_anything_isRefusedOrPrintableAscii(@ForAll String path) {
    try {
      var text = TargetUrl.parse("https://example.com/" + path, OWN).text();
      assertThat(text).matches("https://example\\.com/[\\x21-\\x7e]*");
    } catch (BadUrlException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }
}

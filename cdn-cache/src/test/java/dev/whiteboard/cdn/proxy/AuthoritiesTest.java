package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoritiesTest {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]+)(?::([0-9]{1,5}))?");

  @ParameterizedTest
  @CsvSource({
    "http, Example.COM, example.com",
    "http, example.com:80, example.com",
    "http, example.com:00080, example.com",
    "https, example.com:80, example.com:80",
    "https, example.com:443, example.com",
    "http, a_b-c.d:65535, a_b-c.d:65535",
    "http, 127.0.0.1:8440, 127.0.0.1:8440",
    "http, '[::FFFF:1.2.3.4]', '[::ffff:1.2.3.4]'",
    "http, '[::1]:0081', '[::1]:81'",
  })
  void of_hostAndPort_isTheirOneForm(String scheme, String text, String form) {
    assertThat(Authorities.of(scheme, text)).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "a:",
        "a:b",
        "a:0",
        "a:65536",
        "a:123456",
        "a:-1",
        "a:+1",
        "a:1:2",
        "a b",
        "a/b",
        "a@b",
        "[",
        "[]",
        "[::1",
        "[::1]x",
        "[::1]80",
        "::1",
        "[g]",
        "[[::1]]",
        "h\u00e9",
        "a:\u0661",
        "[\uff11]"
      })
  void of_noHostAndPort_isNone(String text) {
    assertThat(Authorities.of("http", text)).isNull();
  }

  @Test
  void of_longerThanANameCanBe_isNone() {
    assertThat(Authorities.of("http", "a".repeat(260))).hasSize(260);
    assertThat(Authorities.of("http", "a".repeat(261))).isNull();
  }

  @Property(tries = 5_000)
  void of_anyText_isWhatTheGrammarSays(
      @ForAll
          @Chars({'[', ']', ':', '.', '-', '_', ' ', '/', '@', 'Z', '\u00e9'})
          @CharRange(from = '0', to = '9')
          @CharRange(from = 'a', to = 'h')
          @StringLength(max = 14)
          String text) {
    assertThat(Authorities.of("http", text)).isEqualTo(byGrammar(text));
  }

  private static @Nullable String byGrammar(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    var host = parts.group(1).toLowerCase(Locale.ROOT);
    var port = parts.group(2) == null ? 80 : Integer.parseInt(parts.group(2));
    if (port < 1 || port > 65_535) {
      return null;
    }
    return port == 80 ? host : host + ":" + port;
  }
}

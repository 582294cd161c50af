package dev.whiteboard.shortener.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.url.InternationalName.Deception;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InternationalNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "bücher.example",
        "næring.example",
        "straße.example",
        "łódź.example",
        "例え.テスト",
        "ラーメンramen.example",
        "한국어.example",
        "россия.example",
        "παράδειγμα.example",
        "भारत.example",
        "مثال.example",
        "עברית.example"
      })
  void deception_honestName_isNone(String unicode) {
    var ascii = InternationalName.toAscii(unicode);

    assertThat(InternationalName.deception(ascii)).isEmpty();
    assertThat(InternationalName.toUnicode(ascii)).isEqualTo(unicode);
  }

  /** Cyrillic, Greek and a dotless i among Latin letters. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "g\u043E\u043Egle.com",
        "micr\u03BFsoft.com",
        "www.p\u0430ypal.com",
        "россuя.example"
      })
  void deception_scriptsMixedInALabel_isTold(String unicode) {
    assertThat(InternationalName.deception(InternationalName.toAscii(unicode)))
        .contains(Deception.MIXED_SCRIPTS);
  }

  /** All Cyrillic, or Latin itself, and to the eye: apple, icloud, scope. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0430\u0440\u0440\u04CF\u0435.com",
        "\u0131cloud.com",
        "login.\u0455\u0441\u043E\u0440\u0435.com"
      })
  void deception_labelLooksLatin_isTold(String unicode) {
    assertThat(InternationalName.deception(InternationalName.toAscii(unicode)))
        .contains(Deception.LOOKS_LATIN);
  }

  /** Punycode that stands for nothing is shown as it is; a browser does the same. */
  @ParameterizedTest
  @ValueSource(strings = {"xn--a.example", "xn--.example", "xn--zn7c.com", "xn--99999999.com"})
  void toUnicode_invalidPunycode_isLeft(String ascii) {
    assertThat(InternationalName.toUnicode(ascii)).isEqualTo(ascii);
    assertThat(InternationalName.deception(ascii)).isEmpty();
  }
}

package dev.whiteboard.shortener.qr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each picture is read back by a reader that is not ours. */
final class QrCodeTest {
  private static final String URL = "https://sho.rt/n3Xk0aQ";

  @ParameterizedTest
  @ValueSource(ints = {64, 65, 100, 256, 1_000, 2_048})
  void png_anySize_isThatLargeAndRead(int size) throws Exception {
    var image = ImageIO.read(new ByteArrayInputStream(QrPng.draw(QrCode.of(URL), size)));

    assertThat(image.getWidth()).isEqualTo(size);
    assertThat(image.getHeight()).isEqualTo(size);
    assertThat(QrReader.read(image)).isEqualTo(URL);
  }

  @Property(tries = 50)
  void png_anyCode_isRead(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 3, max = 32) String code,
      @ForAll @IntRange(min = 64, max = 512) int size)
      throws Exception {
    var url = "http://localhost:8081/" + code;

    assertThat(QrReader.readPng(QrPng.draw(QrCode.of(url), size))).isEqualTo(url);
  }

  @Test
  void png_fewerPixelsThanModules_isRefused() {
    var large = QrCode.of("https://" + "long.".repeat(60) + "example/abc");

    assertThat(QrPng.smallest(large)).isGreaterThan(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QrPng.draw(large, QrPng.smallest(large) - 1))
        .withMessageContaining("modules");
  }

  @Test
  void svg_isOneDarkPathOnWhite_andRead() throws Exception {
    var svg = QrSvg.draw(QrCode.of(URL), 300);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));

    assertThat(document.getDocumentElement().getAttribute("width")).isEqualTo("300");
    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(2);
    assertThat(QrReader.readSvg(svg)).isEqualTo(URL);
  }

  @Test
  void of_moreThanACodeCanHold_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> QrCode.of("x".repeat(2_332)));
  }

  @Test
  void quietZone_isFourLightModulesAllAround() {
    var code = QrCode.of(URL);

    for (var along = 0; along < code.side(); along++) {
      for (var depth = 0; depth < 4; depth++) {
        assertThat(code.isDark(along, depth)).isFalse();
        assertThat(code.isDark(depth, along)).isFalse();
        assertThat(code.isDark(along, code.side() - 1 - depth)).isFalse();
        assertThat(code.isDark(code.side() - 1 - depth, along)).isFalse();
      }
    }
    assertThat(code.isDark(4, 4)).isTrue(); // the finder pattern's corner
  }
}

package dev.whiteboard.chat.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JpegScansTest {
  private static final String START = "ffd8";
  private static final String TABLES = "ffe00004abcd ffdb000311 ffc4000322 ffdd00040008 fffe000341";
  private static final String THREE = " 000b 08 0001 0001 03 010203";

  @ParameterizedTest
  @CsvSource({
    "ffc0,ffda000503 0102,true",
    "ffc1,ffda000503 0102,true",
    "ffc0,ffda000301 01,false",
    "ffc2,ffda000503 0102,false",
    "ffc9,ffda000503 0102,false",
  })
  void isOne_whereAllComponentsAreInTheFirstScan(String frame, String scan, boolean isOne) {
    assertThat(JpegScans.isOne(bytes(START + TABLES + frame + THREE + scan))).isEqualTo(isOne);
  }

  /**
   * A reader that knows markers without a length comes to the progressive frame behind this one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ffd0", "ff01", "ffd8", "ffff", "00", "ffdc", "ffc8"})
  void isOne_withWhatReadersSkipInTheirOwnWays_isNot(String skipped) {
    var plain = "ffc0" + THREE + "ffda000503 0102";

    assertThat(JpegScans.isOne(bytes(START + skipped + plain))).isFalse();
    assertThat(JpegScans.isOne(bytes(START + skipped + "0003aa" + plain))).isFalse();
  }

  @Test
  void isOne_ofWhatEndsEarly_isNot() {
    var whole = bytes(START + TABLES + "ffc0" + THREE + "ffda000503 0102");

    for (var length = 0; length < whole.length; length++) {
      assertThat(JpegScans.isOne(Arrays.copyOf(whole, length))).isFalse();
    }
    assertThat(JpegScans.isOne(whole)).isTrue();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}

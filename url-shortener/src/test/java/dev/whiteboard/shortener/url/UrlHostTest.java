package dev.whiteboard.shortener.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlHostTest {
  @ParameterizedTest
  @CsvSource({
    "EXAMPLE.com, example.com",
    "ex%41mple.com, example.com",
    "example.com., example.com.",
    "a_b.-c-.example, a_b.-c-.example",
    "a..b, a..b",
    "sub!$&'()*+.example, sub!$&'()*+.example",
    // Non-transitional UTS #46: sharp s and final sigma are letters of their own.
    "faß.example, xn--fa-hia.example",
    "βόλος.example, xn--nxasmm1c.example",
    "BÜCHER.example, xn--bcher-kva.example",
    "bu\u0308cher.example, xn--bcher-kva.example",
    "b%C3%BCcher.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "例え。テスト, xn--r8jz45g.xn--zckzah",
    "ｅｘａｍｐｌｅ．com, example.com",
    "ex\u00ADample.com, example.com",
    "☃.example, xn--n3h.example",
    // No Unicode, and asked for as it stands.
    "xn--a.example, xn--a.example",
  })
  void parse_name_isLowerCaseAscii(String given, String kept) {
    assertThat(UrlHost.parse(given)).isEqualTo(new UrlHost.Name(kept));
    assertThat(UrlHost.parse(kept)).isEqualTo(new UrlHost.Name(kept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%",
        "%zz.example",
        "a%00b",
        "a b",
        "a%20b",
        "a%2Fb",
        "a<b",
        "a^b",
        "a|b",
        "a\u007Fb",
        "%ef%bf%bd",
        "%ff",
        "\u00AD",
        "\uFFFD",
        "\uD800",
        "a\u202Eb",
        "\u0627a\u0628", // right to left and left to right in one label
        "a\u200Db", // a joiner where nothing joins
        "]",
        "a[b",
        "1.2.3.4.5",
        "256.0.0.1",
        "1.2.3.256",
        "1.2.65536",
        "4294967296",
        "0x100000000",
        "08",
        "1.2.3.08",
        "09.",
        "1..2",
        ".1",
        "foo.1",
        "foo.0x",
        "foo.0x1f",
        "foo.2.",
        "1e2.3",
        "[]",
        "[::1",
        "[::1]x",
        "[:1]",
        "[1:]",
        "[:::]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[::12345]",
        "[::g]",
        "[fe80::1%eth0]",
        "[fe80::1%25eth0]",
        "[::1.2.3]",
        "[::1.2.3.4.5]",
        "[::01.2.3.4]",
        "[::1.2.3.256]",
        "[1.2.3.4::]",
        "[::1.2.3.4:5]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
        "[::%31]"
      })
  void parse_noHost_isRefused(String given) {
    assertThatThrownBy(() -> UrlHost.parse(given)).isInstanceOf(UrlSyntaxException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.1, 127.0.0.1",
    "1.2.3, 1.2.0.3",
    "0x7f.1, 127.0.0.1",
    "0x, 0.0.0.0",
    "0x.0x.0, 0.0.0.0",
    "0, 0.0.0.0",
    "0000000000000000000000001, 0.0.0.1",
    "4294967295, 255.255.255.255",
    "192.0x00A80001, 192.168.0.1",
    "①②⑦.0.0.1, 127.0.0.1",
    "１２７。0。0。1, 127.0.0.1",
  })
  void parse_ipv4_isFourDecimalBytes(String given, String kept) {
    assertThat(UrlHost.parse(given).text()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "[::], [::]",
    "[::1], [::1]",
    "[0:0:0:0:0:0:0:1], [::1]",
    "[1:0:0:2:0:0:0:3], [1:0:0:2::3]",
    "[1:0:0:2:3:0:0:4], [1::2:3:0:0:4]",
    "[1:0:2:3:4:5:6:7], [1:0:2:3:4:5:6:7]",
    "[2001:DB8:0000::000A], [2001:db8::a]",
    "[1:2:3:4:5:6:7::], [1:2:3:4:5:6:7:0]",
    "[::2:3:4:5:6:7:8], [0:2:3:4:5:6:7:8]",
    "[::FFFF:127.0.0.1], [::ffff:7f00:1]",
    "[1:2:3:4:5::1.2.3.4], [1:2:3:4:5:0:102:304]",
  })
  void parse_ipv6_isShortestForm(String given, String kept) {
    assertThat(UrlHost.parse(given).text()).isEqualTo(kept);
  }

  @Property
  void parse_anySpellingOfAnIpv4Address_isThatAddress(
      @ForAll int bits, @ForAll("spellings") Ipv4Spelling spelling) {
    assertThat(UrlHost.parse(spelling.of(bits))).isEqualTo(new Ipv4(bits));
  }

  @Provide
  Arbitrary<Ipv4Spelling> spellings() {
    return Ipv4Spelling.any();
  }

  /** With many zeros, so that runs of all lengths occur; the JDK reads it as we wrote it. */
  @Property
  void text_ofAnyIpv6Address_isThatAddress(@ForAll("pieces") int[] pieces)
      throws UnknownHostException {
    var bytes = new byte[16];
    var buffer = ByteBuffer.wrap(bytes);
    for (var piece : pieces) {
      buffer.putShort((short) piece);
    }
    var address = new Ipv6(buffer.getLong(0), buffer.getLong(8));

    var text = address.text();

    assertThat(UrlHost.parse(text)).isEqualTo(address);
    assertThat(InetAddress.ofLiteral(text.substring(1, text.length() - 1)))
        .isEqualTo(InetAddress.getByAddress(bytes));
  }

  @Provide
  Arbitrary<int[]> pieces() {
    return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 0xFFFF))
        .array(int[].class)
        .ofSize(8);
  }
}

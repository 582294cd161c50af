package dev.whiteboard.shortener.link;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.shortener.url.Ipv4;
import dev.whiteboard.shortener.url.Ipv4Spelling;
import dev.whiteboard.shortener.url.Ipv6;
import dev.whiteboard.shortener.url.UrlHost;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicHostsTest {
  private static final long NAT64_HIGH = 0x0064_ff9b_0000_0000L;
  private static final long MAPPED_LOW = 0xffff_0000_0000L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "[2001:4860:4860::8888]",
        "[2606:4700:4700::1111]",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::8.8.8.8]",
        "[2002:808:808::1]",
        "example.com",
        "example.com.",
        "localhost.com",
        "a_b.example",
        "mylocalhost.example",
        "127.0.0.1.nip.io"
      })
  void require_publicHost_passes(String host) {
    assertThatCode(() -> PublicHosts.require(UrlHost.parse(host))).doesNotThrowAnyException();
  }

  /** The edges of each block, and one address in each of the notations that a browser takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.0",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "224.0.0.0",
        "240.0.0.0",
        "255.255.255.255",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0X7F.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "0",
        "%31%32%37.0.0.1",
        "１２７.0.0.1",
        "127。0。0。1",
        "127%E3%80%820%2e0.1",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::FFFF:0:1]",
        "[fe80::1]",
        "[febf::1]",
        "[fec0::1]",
        "[feff::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[100::1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2002:c0a8:101::1]",
        "[2001::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2001:10::1]",
        "[4000::1]"
      })
  void require_privateAddress_isRefused(String host) {
    assertThatThrownBy(() -> PublicHosts.require(UrlHost.parse(host)))
        .hasMessageContaining("loopback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "%6cocalhost",
        "ｌocalhost",
        "localhost.localdomain",
        "ip6-localhost",
        "printer.local",
        "router.lan",
        "fritz.home",
        "nas.home.arpa",
        "home.arpa",
        "metadata.google.internal",
        "wiki.corp",
        "wiki.intranet",
        "intranet",
        "ai."
      })
  void require_privateName_isRefused(String host) {
    assertThatThrownBy(() -> PublicHosts.require(UrlHost.parse(host)))
        .hasMessageContaining("private host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b", ".a.b", "a.b..", ".", "LONG.example", "a.VERYLONG"})
  void require_nameBeyondDns_isRefused(String host) {
    var name = host.replace("VERYLONG", "a.".repeat(130) + "b").replace("LONG", "a".repeat(64));

    assertThatThrownBy(() -> PublicHosts.require(UrlHost.parse(name)))
        .hasMessageContaining("name server");
  }

  @Property
  void require_privateIpv4InAnySpelling_isRefused(
      @ForAll("privateIpv4") int bits, @ForAll("spellings") Ipv4Spelling spelling) {
    assertRefused(UrlHost.parse(spelling.of(bits)));
  }

  /** Where an IPv6 address leads to an IPv4 one, it is as public as that. */
  @Property
  void require_ipv4InIpv6_isRefusedWhereThatIs(
      @ForAll("privateIpv4") int bits, @ForAll long rest, @ForAll short subnet) {
    var low = Integer.toUnsignedLong(bits);
    assertRefused(new Ipv6(0, low));
    assertRefused(new Ipv6(0, MAPPED_LOW | low));
    assertRefused(new Ipv6(NAT64_HIGH, low));
    assertRefused(new Ipv6((0x2002L << 48) | (low << 16) | Short.toUnsignedLong(subnet), rest));
  }

  @Property
  void require_publicIpv4InIpv6_passes(@ForAll("publicIpv4") int bits, @ForAll long rest) {
    var low = Integer.toUnsignedLong(bits);
    PublicHosts.require(new Ipv4(bits));
    PublicHosts.require(new Ipv6(0, MAPPED_LOW | low));
    PublicHosts.require(new Ipv6(NAT64_HIGH, low));
    PublicHosts.require(new Ipv6((0x2002L << 48) | (low << 16), rest));
  }

  /** Link-local, site-local, unique local, multicast, discard-only, Teredo, and all of each. */
  @Property
  void require_ipv6OfAPrivateBlock_isRefused(
      @ForAll("privateBlocks") Block block, @ForAll long high, @ForAll long low) {
    assertRefused(new Ipv6(block.with(high), low));
  }

  private static void assertRefused(UrlHost host) {
    assertThatThrownBy(() -> PublicHosts.require(host)).isInstanceOf(BadUrlException.class);
  }

  /**
   * A block of addresses.
   *
   * @param prefix its first 64 bits
   * @param bits how many of them are common to all
   */
  record Block(long prefix, int bits) {
    long with(long others) {
      var own = -1L << (Long.SIZE - bits);
      return (prefix & own) | (others & ~own);
    }
  }

  @Provide
  Arbitrary<Block> privateBlocks() {
    return Arbitraries.of(
        new Block(0xfe80L << 48, 10),
        new Block(0xfec0L << 48, 10),
        new Block(0xfc00L << 48, 7),
        new Block(0xff00L << 48, 8),
        new Block(0x0100L << 48, 64),
        new Block(0x0064_ff9b_0001_0000L, 48),
        new Block(0x2001_0000_0000_0000L, 32),
        new Block(0x4000L << 48, 2),
        new Block(0x8000L << 48, 1));
  }

  @Provide
  Arbitrary<Ipv4Spelling> spellings() {
    return Ipv4Spelling.any();
  }

  @Provide
  Arbitrary<Integer> privateIpv4() {
    return inBlocks(
        "0/8", "10/8", "127/8", "14/4", "15/4", "43518/16", "49320/16", "2753/12", "401/10");
  }

  @Provide
  Arbitrary<Integer> publicIpv4() {
    return inBlocks("1/8", "8/8", "11/8", "93/8", "142/8", "203/8", "151/8");
  }

  /** Addresses whose first bits are the number: {@code 43518/16} is 169.254/16. */
  private static Arbitrary<Integer> inBlocks(String... blocks) {
    return Combinators.combine(Arbitraries.of(blocks), Arbitraries.integers())
        .as(PublicHostsTest::in);
  }

  private static int in(String block, int others) {
    var parts = block.split("/", 2);
    var bits = Integer.parseInt(parts[1]);
    return (Integer.parseInt(parts[0]) << (32 - bits)) | (others & (-1 >>> bits));
  }
}

package dev.whiteboard.cdn.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Our ring under the points of others must give what theirs give. */
final class KetamaTest {
  private static final List<Member> SERVERS =
      List.of(
          new Member("10.0.1.1:11211", 600),
          new Member("10.0.1.2:11211", 300),
          new Member("10.0.1.3:11211", 200),
          new Member("10.0.1.4:11211", 350),
          new Member("10.0.1.5:11211", 1000),
          new Member("10.0.1.6:11211", 800),
          new Member("10.0.1.7:11211", 950),
          new Member("10.0.1.8:11211", 100));

  /** libketama's own check: hash, point and server of a million keys, and the sum of them all. */
  @Test
  void millionKeys_areWhereLibketamaHasThem() throws Exception {
    var ketama = Ketama.of(SERVERS);
    var md5 = MessageDigest.getInstance("MD5");
    md5.update((byte) '\n');
    for (var key = 0; key < 1_000_000; key++) {
      var hash = Ketama.hash(Integer.toString(key));
      var line =
          Long.toString(hash >>> 32)
              + ' '
              + (ketama.ring().pointFor(hash) >>> 32)
              + ' '
              + ketama.ring().nodes().get(ketama.ring().nodeOf(hash))
              + '\n';
      md5.update(line.getBytes(US_ASCII));
    }
    assertThat(HexFormat.of().formatHex(md5.digest()))
        .isEqualTo("5672b131391f5aa2b280936aec1eea74");
  }

  /** Counts of go-ketama's test, which has them from the Perl client. */
  @Test
  void tenServers_haveAsManyKeysAsInGoKetama() {
    var ketama = Ketama.of(labels("server%d", 1, 10));
    var counts = new int[10];
    for (var i = 0; i < 100_000; i++) {
      counts[ketama.ring().nodeOf(Ketama.hash("foo" + i))]++;
    }
    assertThat(counts).contains(8699, 10885, 9980, 10237, 9099, 10997, 10365, 10380, 9896, 9462);
    assertThat(counts[1]).isEqualTo(10885);
    assertThat(counts[9]).isEqualTo(9462);
  }

  /** Pairs of spymemcached's tests. */
  @Test
  void keys_areWhereSpymemcachedHasThem() {
    var four = Ketama.of(labels("127.0.0.1:1000%d", 0, 4));
    assertThat(four.nodeOf("dustin")).isEqualTo("127.0.0.1:10000");
    assertThat(four.nodeOf("noelani")).isEqualTo("127.0.0.1:10002");
    assertThat(four.nodeOf("some other key")).isEqualTo("127.0.0.1:10000");
    var five = Ketama.of(labels("127.0.0.1:1000%d", 0, 5));
    assertThat(five.nodeOf("some other key")).isEqualTo("127.0.0.1:10004");
  }

  private static List<Member> labels(String format, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> new Member(format.formatted(i)))
        .toList();
  }
}

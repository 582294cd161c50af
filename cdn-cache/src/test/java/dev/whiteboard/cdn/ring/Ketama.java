package dev.whiteboard.cdn.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.ring.Ring.Point;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The circle as memcached's clients draw it: points of 32 bits from MD5, on our ring in the upper
 * half of a long.
 *
 * @param ring the circle
 */
record Ketama(Ring ring) {
  /** Digests of a node of average weight, each of which has four points. */
  private static final int DIGESTS_EACH = 40;

  static Ketama of(List<Member> members) {
    var points = new ArrayList<Point>();
    var total = (float) members.stream().mapToDouble(Member::weight).sum();
    for (var node = 0; node < members.size(); node++) {
      var part = (float) members.get(node).weight() / total;
      var digests = (int) Math.floor(part * (double) DIGESTS_EACH * members.size());
      for (var k = 0; k < digests; k++) {
        var digest = md5(members.get(node).name() + "-" + k);
        for (var i = 0; i < 4; i++) {
          points.add(new Point((long) digest.getInt(4 * i) << 32, node));
        }
      }
    }
    return new Ketama(new Ring(members, 4 * DIGESTS_EACH, points));
  }

  /** A key's hash on the ring. */
  static long hash(String key) {
    return (long) md5(key).getInt(0) << 32;
  }

  String nodeOf(String key) {
    return ring.nodes().get(ring.nodeOf(hash(key)));
  }

  static ByteBuffer md5(String text) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
      return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.whiteboard.kit.shard;

import static java.lang.Integer.rotateLeft;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Tells a key's bucket, which is the hash partition that PostgreSQL keeps it in where a table has
 * 16: code n3Xk0aQ is in bucket 5 where its row is in the table {@code links_5}.
 */
public final class Buckets {
  /*
   * Why not a hash of our own? Then each shard would have some rows in each of its 16 partitions,
   * and to move a bucket would be to search for its rows. As it is, a bucket is a table, on the
   * shard that has it, and the partitions of the other buckets are empty there.
   *
   * PostgreSQL hashes the bytes of a text or a UUID with Jenkins' lookup3, which takes in 12 bytes at a time; a
   * seed of its own for partitions comes before them, in place of the first 12. Databases are dumped
   * and restored by partition, so this hash may not change from one release to the next. It is
   * hash_bytes_extended in hashfn.c, and compute_partition_hash_value in partbounds.c, on a machine
   * with the low byte first.
   */

  /** How many there are: as many as the tables have partitions. A power of two. */
  public static final int COUNT = 16;

  /** Of the hash that PostgreSQL tells partitions by. */
  private static final long SEED = 0x7A5B22367996DCFDL;

  /** What the hash of the only column is combined with. */
  private static final long COMBINED = 0x49a0f4dd15e5a8e3L;

  private static final int START = 0x9e3779b9 + 3923095;

  private static final int BLOCK_BYTES = 12;

  private Buckets() {}

  /** The bucket of a code. Codes are ASCII; what is not, is no link's, and in any bucket. */
  public static int of(String code) {
    return of(code.getBytes(ISO_8859_1));
  }

  /** The bucket of an id. */
  public static int of(UUID id) {
    var bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return of(bytes.array());
  }

  private static int of(byte[] key) {
    // The partition is the remainder of 64 bits by 16, and so of the low half of them.
    return (lowHash(key) + (int) COMBINED) & (COUNT - 1);
  }

  private static int lowHash(byte[] key) {
    var state = new State(START + key.length);
    state.a += (int) (SEED >>> Integer.SIZE);
    state.b += (int) SEED;
    state.mix();
    var at = 0;
    for (; key.length - at >= BLOCK_BYTES; at += BLOCK_BYTES) {
      state.a += word(key, at, 0);
      state.b += word(key, at + 4, 0);
      state.c += word(key, at + 8, 0);
      state.mix();
    }
    state.a += word(key, at, 0);
    state.b += word(key, at + 4, 0);
    state.c += word(key, at + 8, 1); // the lowest byte is the length's
    return state.end();
  }

  /** Up to four bytes, the first one lowest, behind some that are left empty. */
  private static int word(byte[] key, int from, int empty) {
    var word = 0;
    for (var i = empty; i < Integer.BYTES && from + i - empty < key.length; i++) {
      word |= (key[from + i - empty] & 0xff) << (Byte.SIZE * i);
    }
    return word;
  }

  /** The three words that lookup3 works on. */
  private static final class State {
    private int a;
    private int b;
    private int c;

    State(int start) {
      a = start;
      b = start;
      c = start;
    }

    void mix() {
      a = (a - c) ^ rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ rotateLeft(b, 4);
      b += a;
    }

    int end() {
      c = (c ^ b) - rotateLeft(b, 14);
      a = (a ^ c) - rotateLeft(c, 11);
      b = (b ^ a) - rotateLeft(a, 25);
      c = (c ^ b) - rotateLeft(b, 16);
      a = (a ^ c) - rotateLeft(c, 4);
      b = (b ^ a) - rotateLeft(a, 14);
      c = (c ^ b) - rotateLeft(b, 24);
      return c;
    }
  }
}

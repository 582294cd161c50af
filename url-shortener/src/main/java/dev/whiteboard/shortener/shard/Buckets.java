package dev.whiteboard.shortener.shard;

import static java.lang.Integer.rotateLeft;

/**
 * Tells a code's bucket, which is the hash partition that PostgreSQL keeps it in: code n3Xk0aQ is
 * in bucket 5 where its row is in the table {@code links_5}.
 */
public final class Buckets {
  /*
   * Why not a hash of our own? Then each shard would have some rows in each of its 16 partitions,
   * and to move a bucket would be to search for its rows. As it is, a bucket is a table, on the
   * shard that has it, and the partitions of the other buckets are empty there.
   *
   * PostgreSQL hashes a text's bytes with Jenkins' lookup3, which takes in 12 bytes at a time; a
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
    // The partition is the remainder of 64 bits by 16, and so of the low half of them.
    return (lowHash(code) + (int) COMBINED) & (COUNT - 1);
  }

  private static int lowHash(String code) {
    var state = new State(START + code.length());
    state.a += (int) (SEED >>> Integer.SIZE);
    state.b += (int) SEED;
    state.mix();
    var at = 0;
    for (; code.length() - at >= BLOCK_BYTES; at += BLOCK_BYTES) {
      state.a += word(code, at, 0);
      state.b += word(code, at + 4, 0);
      state.c += word(code, at + 8, 0);
      state.mix();
    }
    state.a += word(code, at, 0);
    state.b += word(code, at + 4, 0);
    state.c += word(code, at + 8, 1); // the lowest byte is the length's
    return state.end();
  }

  /**
   * Up to four characters as bytes, the first one lowest, behind some bytes that are left empty.
   */
  private static int word(String code, int from, int empty) {
    var word = 0;
    for (var i = empty; i < Integer.BYTES && from + i - empty < code.length(); i++) {
      word |= (code.charAt(from + i - empty) & 0xff) << (Byte.SIZE * i);
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

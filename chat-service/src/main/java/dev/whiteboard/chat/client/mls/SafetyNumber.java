package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sixty digits that two people compare by another way than this chat: where they are the same on
 * both screens, nobody stands between them.
 *
 * <p>Each user gives 30 of them, from his id and the signature keys of all his devices, so that it
 * changes when he has another device. The smaller 30 come first: both see the same. 30 digits are
 * 99 bits: who wants keys that show the digits of somebody else's tries 2^99 of them.
 */
public final class SafetyNumber {
  /*
   * SHA-512( label | user's UUID, 16 bytes | signature keys, 32 bytes each, in byte order )
   *   -> its first 30 bytes, six times 5 bytes big-endian, each modulo 100,000
   */
  private static final String LABEL = "whiteboard safety number 1";
  private static final int GROUP_BYTES = 5;
  private static final int GROUPS_EACH = 6;
  private static final int GROUPS_BOTH = 12;

  private SafetyNumber() {}

  /** A user's half: six groups of five digits. */
  static String half(UserId user, Collection<byte[]> signatureKeys) {
    var sha = sha512();
    sha.update(LABEL.getBytes(StandardCharsets.US_ASCII));
    sha.update(bytes(user));
    signatureKeys.stream().sorted(Arrays::compareUnsigned).forEach(sha::update);
    return digits(sha.digest(), GROUPS_EACH);
  }

  /** Both halves, whichever is given first. */
  static String of(String half, String other) {
    return Stream.of(half, other).sorted().collect(Collectors.joining(" "));
  }

  /** Of an epoch's authenticator: twelve groups that all members of a group can compare. */
  static String ofEpoch(byte[] authenticator) {
    return digits(sha512().digest(authenticator), GROUPS_BOTH);
  }

  private static String digits(byte[] hash, int groups) {
    return IntStream.range(0, groups)
        .mapToObj(i -> "%05d".formatted(number(hash, i * GROUP_BYTES) % 100_000))
        .collect(Collectors.joining(" "));
  }

  private static long number(byte[] hash, int from) {
    var number = 0L;
    for (var i = from; i < from + GROUP_BYTES; i++) {
      number = (number << 8) | (hash[i] & 0xff);
    }
    return number;
  }

  private static byte[] bytes(UserId user) {
    var id = user.value();
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-512", e);
    }
  }
}

package dev.whiteboard.cdn.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A command's name and arguments, as places in what was read. Valid until the next command: who
 * keeps something takes a copy.
 */
final class Arguments {
  /** Longer ones are refused. */
  static final int KEY_BYTES_MAX = 64 * 1024;

  private static final int START_SIZE = 8;

  /** The digits of the smallest long, and its sign. */
  private static final int INTEGER_CHARS_MAX = 20;

  private byte[] data = new byte[0];
  private int[] starts = new int[START_SIZE];
  private int[] lengths = new int[START_SIZE];
  private int count;

  void clear() {
    count = 0;
  }

  /** Says where the bytes are, and how far they were moved. */
  void moved(byte[] data, int by) {
    this.data = data;
    for (var i = 0; i < count; i++) {
      starts[i] -= by;
    }
  }

  void add(int start, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    starts[count] = start;
    lengths[count] = length;
    count++;
  }

  /** How many, the name among them. */
  int count() {
    return count;
  }

  int length(int i) {
    return lengths[i];
  }

  /** A copy. */
  byte[] bytes(int i) {
    return Arrays.copyOfRange(data, starts[i], starts[i] + lengths[i]);
  }

  /** A copy. */
  Bytes key(int i) throws CommandException {
    if (lengths[i] > KEY_BYTES_MAX) {
      throw new CommandException("ERR key is longer than " + KEY_BYTES_MAX + " bytes");
    }
    return new Bytes(bytes(i));
  }

  /** For people: bytes that are no text come out as question marks. */
  String text(int i) {
    return new String(data, starts[i], lengths[i], UTF_8);
  }

  /** Whether it is this word, in capitals or not. */
  boolean is(int i, String capitals) {
    if (i >= count || lengths[i] != capitals.length()) {
      return false;
    }
    for (var at = 0; at < lengths[i]; at++) {
      if (capital(data[starts[i] + at]) != capitals.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Up to eight letters in capitals, in one number: a name that is compared at once. 0 for a longer
   * one.
   */
  long packed(int i) {
    if (lengths[i] > Long.BYTES) {
      return 0;
    }
    var packed = 0L;
    for (var at = 0; at < lengths[i]; at++) {
      packed = (packed << Byte.SIZE) | (capital(data[starts[i] + at]) & 0xff);
    }
    return packed;
  }

  private static int capital(byte letter) {
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter;
  }

  /** A whole number as Redis takes it: no plus, no zero before it, nothing around it. */
  long integer(int i) throws CommandException {
    return integer(data, starts[i], lengths[i]);
  }

  static long integer(byte[] data, int start, int length) throws CommandException {
    var negative = length > 0 && data[start] == '-';
    var first = negative ? 1 : 0;
    if (length == first
        || length > INTEGER_CHARS_MAX
        || (data[start + first] == '0' && length > 1)) {
      throw new CommandException(CommandException.NOT_AN_INTEGER);
    }
    // Counted downwards: the smallest long has no positive counterpart.
    var value = 0L;
    for (var at = start + first; at < start + length; at++) {
      var digit = data[at] - '0';
      if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
        throw new CommandException(CommandException.NOT_AN_INTEGER);
      }
      value = value * 10 - digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      throw new CommandException(CommandException.NOT_AN_INTEGER);
    }
    return negative ? value : -value;
  }
}

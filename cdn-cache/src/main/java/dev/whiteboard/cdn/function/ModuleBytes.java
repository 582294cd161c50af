package dev.whiteboard.cdn.function;

import dev.whiteboard.cdn.function.FunctionException.Reason;
import java.nio.charset.StandardCharsets;

/** Reads the bytes of a module in their order; never past the end of what it was given. */
final class ModuleBytes {
  /** The longest name, in bytes. */
  private static final int NAME_BYTES_MAX = 256;

  private final byte[] bytes;
  private final int end;
  private int at;

  ModuleBytes(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  int position() {
    return at;
  }

  int u8() throws FunctionException {
    if (at >= end) {
      throw bad("ends in the middle of something");
    }
    return bytes[at++] & 0xff;
  }

  /** An unsigned number of up to 32 bits (LEB128). */
  long u32() throws FunctionException {
    var value = 0L;
    for (var shift = 0; shift < 35; shift += 7) {
      var next = u8();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80 && value <= 0xffff_ffffL) {
        return value;
      }
    }
    throw bad("has a number that is out of range");
  }

  /** Goes past a number of any sign. */
  void skipNumber() throws FunctionException {
    for (var i = 0; i < 10; i++) {
      if (u8() < 0x80) {
        return;
      }
    }
    throw bad("has a number that is out of range");
  }

  void skip(long count) throws FunctionException {
    if (count > end - at) {
      throw bad("announces more bytes than it has");
    }
    at += (int) count;
  }

  /** How many of something follow; each takes a byte at least, so that no count can lie. */
  int count(String what, int most) throws FunctionException {
    var count = u32();
    if (count > most) {
      throw bad("has " + count + " " + what + "; at most " + most);
    }
    if (count > end - at) {
      throw bad("announces more " + what + " than it has bytes");
    }
    return (int) count;
  }

  String name() throws FunctionException {
    var length = count("bytes in a name", NAME_BYTES_MAX);
    var name = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return name;
  }

  /** The next bytes as a part of their own. */
  ModuleBytes part() throws FunctionException {
    var length = u32();
    var from = at;
    skip(length);
    return new ModuleBytes(bytes, from, at);
  }

  static FunctionException bad(String what) {
    return new FunctionException(Reason.MODULE, "the module " + what);
  }
}

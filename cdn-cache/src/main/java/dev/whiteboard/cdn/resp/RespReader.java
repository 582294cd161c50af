package dev.whiteboard.cdn.resp;

/**
 * Cuts what a client sends into commands: arrays of bulk strings, or lines typed by hand. Keeps
 * what is not whole yet, and goes on from where it was; arguments are not copied.
 */
final class RespReader {
  /*
   * One array of bytes, and four places in it:
   *
   *   | done | *3 $3 SET $1 k $5 he.. | free |
   *          ^ from             ^ at  ^ to
   *
   * What is free is read into. When there is too little, the command begun moves to the front, and its
   * arguments with it; when all is read, both begin at the front again, which costs nothing.
   */

  /** Arguments of a command: MSET of 5,000 keys. */
  static final int ARGUMENTS_MAX = 10_001;

  /** A line typed by hand. */
  static final int INLINE_BYTES_MAX = 64 * 1024;

  /** What is kept between commands. */
  private static final int KEPT_BYTES_MAX = 64 * 1024;

  private static final int START_BYTES = 4 * 1024;

  /** A type, a sign, ten digits and the end of the line: no length takes more. */
  private static final int LENGTH_LINE_BYTES_MAX = 16;

  private static final int NO_COMMAND = -1;
  private static final int CRLF_BYTES = 2;

  private final int bulkBytesMax;
  private final int commandBytesMax;
  private final Arguments arguments = new Arguments();
  private byte[] data = new byte[START_BYTES];
  private int from;
  private int at;
  private int to;
  private int left = NO_COMMAND;
  private int bulkBytes = NO_COMMAND;

  /**
   * Within these bounds.
   *
   * @param bulkBytesMax of one argument
   * @param commandBytesMax of a whole command
   */
  RespReader(int bulkBytesMax, int commandBytesMax) {
    this.bulkBytesMax = bulkBytesMax;
    this.commandBytesMax = commandBytesMax;
  }

  /** The command that {@link #next} found, until it is called again. */
  Arguments arguments() {
    return arguments;
  }

  /** Whether there are bytes of a command that is not whole. */
  boolean isHalfway() {
    return from < to;
  }

  /** What it takes, in bytes. */
  int held() {
    return data.length;
  }

  /** Where to read to, with room for so many from {@link #end} on. */
  byte[] room(int bytes) {
    if (from == to) {
      startOver();
    }
    if (data.length - to < bytes) {
      makeRoom(bytes);
    }
    return data;
  }

  /** Behind the last byte that was read. */
  int end() {
    return to;
  }

  /** So many bytes were read to there. */
  void filled(int bytes) {
    to += bytes;
  }

  private void startOver() {
    from = 0;
    at = 0;
    to = 0;
    if (data.length > KEPT_BYTES_MAX) {
      data = new byte[START_BYTES];
    }
  }

  private void makeRoom(int bytes) {
    var used = to - from;
    var enough = used + bytes <= data.length;
    var target = enough ? data : new byte[Math.max(2 * data.length, used + bytes)];
    System.arraycopy(data, from, target, 0, used);
    data = target;
    arguments.moved(data, from);
    at -= from;
    to = used;
    from = 0;
  }

  /** Whether a whole command is there. */
  boolean next() throws ProtocolException {
    if (left == 0) {
      left = NO_COMMAND;
      from = at;
    }
    while (left == NO_COMMAND) {
      if (at == to) {
        return false;
      }
      arguments.clear();
      arguments.moved(data, 0);
      if (!(data[at] == '*' ? beginsArray() : readsLine())) {
        return false;
      }
    }
    return readsArguments();
  }

  /** An array of none is passed over. */
  private boolean beginsArray() throws ProtocolException {
    var end = endOfLength("invalid multibulk length");
    if (end < 0) {
      return false;
    }
    var count = length(end, "invalid multibulk length");
    if (count > ARGUMENTS_MAX) {
      throw new ProtocolException("invalid multibulk length");
    }
    at = end + CRLF_BYTES;
    if (count > 0) {
      left = count;
    } else {
      from = at;
    }
    return true;
  }

  private boolean readsArguments() throws ProtocolException {
    while (left > 0) {
      if (bulkBytes == NO_COMMAND && !beginsBulk()) {
        return false;
      }
      if (to - at < bulkBytes + CRLF_BYTES) {
        return false;
      }
      if (data[at + bulkBytes] != '\r' || data[at + bulkBytes + 1] != '\n') {
        throw new ProtocolException("expected the end of a line behind a bulk string");
      }
      arguments.add(at, bulkBytes);
      at += bulkBytes + CRLF_BYTES;
      bulkBytes = NO_COMMAND;
      left--;
    }
    return true;
  }

  private boolean beginsBulk() throws ProtocolException {
    if (at == to) {
      return false;
    }
    if (data[at] != '$') {
      throw new ProtocolException("expected '$', got '%s'".formatted(printable(data[at])));
    }
    var end = endOfLength("invalid bulk length");
    if (end < 0) {
      return false;
    }
    var length = length(end, "invalid bulk length");
    if (length < 0 || length > bulkBytesMax) {
      throw new ProtocolException("invalid bulk length");
    }
    at = end + CRLF_BYTES;
    if (at - from + length > commandBytesMax) {
      throw new ProtocolException("command too long");
    }
    bulkBytes = length;
    return true;
  }

  private static char printable(byte letter) {
    return letter >= ' ' && letter < 0x7f ? (char) letter : '?';
  }

  /** The place of its carriage return, once the line feed is there too; -1 until then. */
  private int endOfLength(String wrong) throws ProtocolException {
    var last = Math.min(to, at + LENGTH_LINE_BYTES_MAX);
    for (var i = at + 1; i < last; i++) {
      if (data[i] == '\r') {
        if (i + 1 < to && data[i + 1] != '\n') {
          throw new ProtocolException(wrong);
        }
        return i + 1 < to ? i : -1;
      }
    }
    if (last - at == LENGTH_LINE_BYTES_MAX) {
      throw new ProtocolException(wrong);
    }
    return -1;
  }

  private int length(int end, String wrong) throws ProtocolException {
    try {
      return Math.toIntExact(Arguments.integer(data, at + 1, end - at - 1));
    } catch (CommandException | ArithmeticException e) {
      throw new ProtocolException(wrong);
    }
  }

  /** A line of words; quoted ones lose their quotes where they stand. */
  private boolean readsLine() throws ProtocolException {
    var end = at;
    while (end < to && data[end] != '\n') {
      end++;
    }
    if (end - at > INLINE_BYTES_MAX) {
      throw new ProtocolException("too big inline request");
    }
    if (end == to) {
      return false;
    }
    new InlineWords(data, arguments).read(at, end > at && data[end - 1] == '\r' ? end - 1 : end);
    at = end + 1;
    if (arguments.count() > 0) {
      left = 0;
    } else {
      from = at;
    }
    return true;
  }
}

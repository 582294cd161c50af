package dev.whiteboard.cdn.resp;

/**
 * The words of a line that somebody typed: parted by blanks, or within quotes. What is quoted is
 * never longer than what was typed, so it is written over it.
 */
final class InlineWords {
  private static final int HEX = 16;

  private final byte[] data;
  private final Arguments words;
  private int at;
  private int written;

  /** Finds them in these bytes. */
  InlineWords(byte[] data, Arguments words) {
    this.data = data;
    this.words = words;
  }

  /** Reads a line. */
  void read(int from, int to) throws ProtocolException {
    at = from;
    while (at < to) {
      if (isBlank(data[at])) {
        at++;
      } else {
        word(to);
      }
    }
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == 0;
  }

  private void word(int to) throws ProtocolException {
    var start = at;
    written = at;
    while (at < to && !isBlank(data[at])) {
      if (data[at] == '"' || data[at] == '\'') {
        quoted(data[at], to);
      } else {
        data[written++] = data[at++];
      }
    }
    words.add(start, written - start);
  }

  /** A quote ends a word: behind it comes a blank. */
  private void quoted(byte quote, int to) throws ProtocolException {
    at++;
    while (at < to && data[at] != quote) {
      if (data[at] == '\\' && at + 1 < to) {
        escaped(quote, to);
      } else {
        data[written++] = data[at++];
      }
    }
    if (at == to || (at + 1 < to && !isBlank(data[at + 1]))) {
      throw new ProtocolException("unbalanced quotes in request");
    }
    at++;
  }

  private void escaped(byte quote, int to) {
    var letter = data[at + 1];
    if (quote == '\'') {
      // Between single quotes a backslash stands for itself, but before one of them.
      if (letter == '\'') {
        at++;
      }
      data[written++] = data[at++];
      return;
    }
    if (letter == 'x' && at + 3 < to && hex(at + 2) >= 0 && hex(at + 3) >= 0) {
      data[written++] = (byte) (hex(at + 2) * HEX + hex(at + 3));
      at += 4;
      return;
    }
    data[written++] = meant(letter);
    at += 2;
  }

  private int hex(int place) {
    return Character.digit(data[place], HEX);
  }

  private static byte meant(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> letter;
    };
  }
}

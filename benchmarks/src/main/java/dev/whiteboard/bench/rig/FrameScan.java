package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The fields of one of the chat's frames that a load looks at, read from its bytes without making
 * anything of the others: 100,000 frames a second go through one of these.
 *
 * <p>It takes what is JSON for granted, and throws for what is none.
 */
final class FrameScan {
  private static final int MID_DIGITS = 12;

  private byte[] bytes = {};
  private int at;
  private int to;

  /** What kind of frame it is. */
  String type = "";

  /** Where the chat's id begins; -1 for nowhere. */
  int chatAt;

  /** Numbers of the frame; 0 where they are missing. */
  long seq;

  long head;

  /** The last twelve digits of the message's name; -1 for none. */
  long number;

  /** The number at which the body begins; -1 for none. */
  long bodyNumber;

  /** Whether a refused message may be sent again. */
  boolean retryable;

  /** Reads a frame. */
  void read(byte[] source, int from, int end) {
    bytes = source;
    at = from;
    to = end;
    type = "";
    chatAt = -1;
    number = -1;
    bodyNumber = -1;
    seq = 0;
    head = 0;
    retryable = false;
    expect('{');
    while (bytes[at] != '}') {
      field();
      if (bytes[at] == ',') {
        at++;
      }
    }
  }

  private void field() {
    expect('"');
    var keyAt = at;
    skipText();
    var key = new String(bytes, keyAt, at - 1 - keyAt, US_ASCII);
    expect(':');
    switch (key) {
      case "t" -> type = text();
      case "chat" -> chatAt = skipped();
      case "seq" -> seq = number();
      case "head", "to" -> head = number();
      case "mid" -> number = lastDigits(skipped());
      case "body" -> bodyNumber = leadingNumber(skipped());
      case "retryable" -> {
        retryable = bytes[at] == 't';
        skip();
      }
      default -> skip();
    }
  }

  private String text() {
    var from = skipped();
    return new String(bytes, from, at - 1 - from, US_ASCII);
  }

  /** Passes over a text, and tells where it begins. */
  private int skipped() {
    expect('"');
    var from = at;
    skipText();
    return from;
  }

  /** To behind its closing quote. */
  private void skipText() {
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
      requireMore();
    }
    at++;
  }

  private long number() {
    var value = 0L;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      value = 10 * value + bytes[at] - '0';
      at++;
    }
    return value;
  }

  private long lastDigits(int from) {
    return Long.parseLong(
        new String(bytes, from + ChatFrames.ID_CHARS - MID_DIGITS, MID_DIGITS, US_ASCII), 16);
  }

  private long leadingNumber(int from) {
    var behind = at;
    at = from;
    var value = number();
    at = behind;
    return value;
  }

  /** Passes over a value of any kind. */
  private void skip() {
    var depth = 0;
    do {
      requireMore();
      switch (bytes[at]) {
        case '"' -> {
          at++;
          skipText();
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    } while (depth > 0 || (bytes[at] != ',' && bytes[at] != '}'));
  }

  private void expect(char wanted) {
    requireMore();
    if (bytes[at] != wanted) {
      throw new IllegalStateException("no frame: " + new String(bytes, at, to - at, UTF_8));
    }
    at++;
  }

  private void requireMore() {
    if (at >= to) {
      throw new IllegalStateException("a frame ends too soon");
    }
  }
}

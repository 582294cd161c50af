package dev.whiteboard.cdn.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes answers one behind the other, as RESP2 or RESP3, until they are sent all at once. */
final class RespWriter {
  /** Answers that were not sent yet are more than may be: the client asks for too much at once. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FullException(int bytes) {
      super("answers of more than " + bytes + " bytes", null, false, false);
    }
  }

  private static final int START_BYTES = 4 * 1024;
  private static final int KEPT_BYTES_MAX = 64 * 1024;

  /** A long, its type and the end of the line. */
  private static final int INTEGER_BYTES_MAX = 23;

  private static final int CRLF_BYTES = 2;

  private final int bytesMax;
  private byte[] data = new byte[START_BYTES];
  private int size;
  private boolean resp3;

  /** With so many bytes unsent at most. */
  RespWriter(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Whether nulls and maps have types of their own. */
  void useResp3(boolean wanted) {
    resp3 = wanted;
  }

  /** 2 or 3. */
  int version() {
    return resp3 ? 3 : 2;
  }

  int size() {
    return size;
  }

  /** What is to be sent, up to {@link #size}. */
  byte[] data() {
    return data;
  }

  /** What it takes, in bytes. */
  int held() {
    return data.length;
  }

  /** All is sent. */
  void clear() {
    size = 0;
    if (data.length > KEPT_BYTES_MAX) {
      data = new byte[START_BYTES];
    }
  }

  void ok() {
    simple("OK");
  }

  /** A word of ours, without line ends. */
  void simple(String word) {
    line('+', word);
  }

  /** What a client sent may be in it. */
  void error(String message) {
    line('-', message.replaceAll("[\\r\\n]", " "));
  }

  private void line(char type, String text) {
    var bytes = text.getBytes(UTF_8);
    ensure(1 + bytes.length + CRLF_BYTES);
    data[size++] = (byte) type;
    put(bytes);
    endLine();
  }

  void integer(long value) {
    number(':', value);
  }

  void bulk(byte[] bytes) {
    number('$', bytes.length);
    ensure(bytes.length + CRLF_BYTES);
    put(bytes);
    endLine();
  }

  void bulk(String text) {
    bulk(text.getBytes(UTF_8));
  }

  /** No value. */
  void nothing() {
    if (resp3) {
      line('_', "");
    } else {
      number('$', -1);
    }
  }

  /** So many answers follow. */
  void array(int count) {
    number('*', count);
  }

  /** So many pairs follow. */
  void map(int pairs) {
    number(resp3 ? '%' : '*', resp3 ? pairs : 2L * pairs);
  }

  private void number(char type, long value) {
    ensure(INTEGER_BYTES_MAX);
    data[size++] = (byte) type;
    if (value >= 0 && value < 10) {
      data[size++] = (byte) ('0' + value);
    } else {
      digits(value);
    }
    endLine();
  }

  /** From the last digit on, downwards from zero: the smallest long has no positive counterpart. */
  private void digits(long value) {
    if (value < 0) {
      data[size++] = '-';
    }
    var rest = value < 0 ? value : -value;
    var count = 1;
    for (var more = rest; more <= -10; more /= 10) {
      count++;
    }
    for (var at = size + count - 1; at >= size; at--) {
      data[at] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
    size += count;
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, data, size, bytes.length);
    size += bytes.length;
  }

  private void endLine() {
    data[size++] = '\r';
    data[size++] = '\n';
  }

  private void ensure(int bytes) {
    if (bytesMax - size < bytes) {
      throw new FullException(bytesMax);
    }
    if (data.length - size < bytes) {
      data = Arrays.copyOf(data, Math.max(2 * data.length, size + bytes));
    }
  }
}

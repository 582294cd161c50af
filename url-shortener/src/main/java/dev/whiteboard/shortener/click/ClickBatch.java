package dev.whiteboard.shortener.click;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Clicks in one Kafka record: a record costs some hundred bytes of work whatever it holds, so it
 * holds many.
 *
 * <pre>
 *   0         1                         9        10
 *  +---------+-------------------------+--------+----------------+---- - -
 *  | version | at, ms since the epoch  | length | code, ASCII    | next click
 *  +---------+-------------------------+--------+----------------+---- - -
 *   1 byte    8 bytes, big-endian       1 byte   3 to 32 bytes
 * </pre>
 */
public final class ClickBatch {
  /** The layout above. */
  private static final byte VERSION = 1;

  /** Bytes of a click besides its code. */
  private static final int OVERHEAD_BYTES = Long.BYTES + 1;

  private ClickBatch() {}

  /** Takes the clicks of a batch. */
  @FunctionalInterface
  public interface Reader {
    /** One click. */
    void click(String code, long atMillis);
  }

  /** Begins a batch. */
  static void begin(ByteBuffer batch) {
    batch.clear().put(VERSION);
  }

  /** Whether a click still fits. */
  static boolean fits(ByteBuffer batch, String code) {
    return batch.remaining() >= OVERHEAD_BYTES + code.length();
  }

  /** Adds a click. */
  static void append(ByteBuffer batch, String code, long atMillis) {
    batch.putLong(atMillis).put((byte) code.length());
    for (var i = 0; i < code.length(); i++) {
      batch.put((byte) code.charAt(i));
    }
  }

  /**
   * Reads a batch.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static void read(byte[] record, Reader reader) {
    var batch = ByteBuffer.wrap(record);
    try {
      if (batch.get() != VERSION) {
        throw new IllegalArgumentException("not a batch of version " + VERSION);
      }
      while (batch.hasRemaining()) {
        var atMillis = batch.getLong();
        var code = new byte[batch.get()];
        batch.get(code);
        reader.click(new String(code, US_ASCII), atMillis);
      }
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("the batch is cut off", e);
    }
  }
}

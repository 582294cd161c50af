package dev.whiteboard.shortener.click;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clicks in one Kafka record: a record costs some hundred bytes of work whatever it holds, so it
 * holds many. A text that several of them share, such as a user agent, stands there once.
 *
 * <pre>
 *   0         1         9           17         25       27
 *  +---------+---------+-----------+----------+--------+---- - -
 *  | version | sender  | sequence  | first at | clicks | click ...
 *  +---------+---------+-----------+----------+--------+---- - -
 *   1 byte    8 bytes   8 bytes     8 bytes    2 bytes
 *
 *   a click
 *  +----------+---------+---------+-------+------------+----------+
 *  | at       | visitor | country | code  | user agent | referrer |
 *  +----------+---------+---------+-------+------------+----------+
 *   4 bytes,   8 bytes   2 bytes   text    text         text
 *   ms after first       or 0 0
 *
 *   a text that was there before          a new one
 *  +--------+                            +--------+--------+---------+
 *  | number |                            | number | length | ASCII   |
 *  +--------+                            +--------+--------+---------+
 *   2 bytes                               2 bytes  2 bytes
 * </pre>
 *
 * <p>All numbers are big-endian. Texts are numbered as they come; number 0 is the empty one, and
 * the first number not yet given announces a new one.
 *
 * @param sender who made the batch: one event loop of one process
 * @param sequence which of the sender's batches it is, from 1; a batch that is sent again has the
 *     same
 * @param clicks what is in it
 */
public record ClickBatch(long sender, long sequence, List<Click> clicks) {
  /** The layout above. Version 1 had nothing but a code and a moment for each click. */
  static final byte VERSION = 2;

  static final int SENDER_AT = 1;
  static final int SEQUENCE_AT = SENDER_AT + Long.BYTES;
  static final int FIRST_AT = SEQUENCE_AT + Long.BYTES;
  static final int COUNT_AT = FIRST_AT + Long.BYTES;
  static final int HEADER_BYTES = COUNT_AT + Short.BYTES;

  /** Of a click, without texts that are new. */
  static final int CLICK_BYTES = Integer.BYTES + Long.BYTES + Short.BYTES + 3 * Short.BYTES;

  /** Of a new text, besides its characters. */
  static final int LENGTH_BYTES = Short.BYTES;

  /** How many clicks there are, without reading them. The batch must be one of our own. */
  static int clicksIn(byte[] batch) {
    return Short.toUnsignedInt(ByteBuffer.wrap(batch).getShort(COUNT_AT));
  }

  /** Who made it: what Kafka chooses the partition by. The batch must be one of our own. */
  static byte[] senderOf(byte[] batch) {
    return Arrays.copyOfRange(batch, SENDER_AT, SEQUENCE_AT);
  }

  /**
   * Reads a batch.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static ClickBatch read(byte[] record) {
    var batch = ByteBuffer.wrap(record);
    try {
      var version = batch.get();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "a batch of version " + version + ", and only " + VERSION + " is known");
      }
      var sender = batch.getLong();
      var sequence = batch.getLong();
      return new ClickBatch(sender, sequence, new Clicks(batch).read());
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("the batch is cut off", e);
    }
  }

  /** The clicks behind sender and sequence. */
  private static final class Clicks {
    private final ByteBuffer batch;
    private final List<String> texts = new ArrayList<>(List.of(""));

    Clicks(ByteBuffer batch) {
      this.batch = batch;
    }

    List<Click> read() {
      var first = batch.getLong();
      var count = Short.toUnsignedInt(batch.getShort());
      var clicks = new ArrayList<Click>(count);
      for (var i = 0; i < count; i++) {
        clicks.add(click(first));
      }
      if (batch.hasRemaining()) {
        throw new IllegalArgumentException(batch.remaining() + " bytes behind the last click");
      }
      return clicks;
    }

    private Click click(long first) {
      var at = first + batch.getInt();
      var visitor = batch.getLong();
      var country = country(batch.getShort());
      return new Click(text(), at, visitor, text(), text(), country);
    }

    private static String country(short letters) {
      return letters == 0 ? "" : "" + (char) (letters >> 8) + (char) (letters & 0xFF);
    }

    private String text() {
      var number = Short.toUnsignedInt(batch.getShort());
      if (number > texts.size()) {
        throw new IllegalArgumentException("text " + number + " of " + texts.size());
      }
      if (number == texts.size()) {
        var ascii = new byte[batch.getShort()];
        batch.get(ascii);
        texts.add(new String(ascii, US_ASCII));
      }
      return texts.get(number);
    }
  }
}
